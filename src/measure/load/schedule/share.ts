/** One worker's part of a load: of arrivals and users, numbered from 0, every one whose number ≡ worker (mod workers). */
export interface LoadShare {
  /** From 0. */
  readonly worker: number
  readonly workers: number
}

/** All of it: a single worker's part. */
export const WHOLE_LOAD: LoadShare = { worker: 0, workers: 1 }

/** @throws RangeError on a part that can't be */
export function requireShare({ worker, workers }: LoadShare): void {
  const possible = Number.isInteger(worker) && Number.isInteger(workers)
  if (possible && worker >= 0 && worker < workers) return
  throw new RangeError(`there is no worker ${worker} of ${workers}`)
}

/** How many of the first `count` are this worker's. */
export function shareOf(count: number, { worker, workers }: LoadShare): number {
  return Math.max(0, Math.ceil((count - worker) / workers))
}
