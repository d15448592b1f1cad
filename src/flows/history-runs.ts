import type { HistoryQuery, LeftOut } from '../model/history.ts'
import type { RunHeader, Store } from '../model/ports.ts'
import type { Run } from '../model/run.ts'

/** The runs that a history is made of. */

/** Runs by id, each read from the store once. */
export class Shelf {
  readonly #store: Store
  readonly #runs = new Map<string, Promise<Run | undefined>>()

  constructor(store: Store) {
    this.#store = store
  }

  /** `undefined` when it was pruned a moment ago. */
  load(id: string): Promise<Run | undefined> {
    const found = this.#runs.get(id) ?? this.#store.load(id)
    this.#runs.set(id, found)
    return found
  }
}

/** Which runs a history takes, and which it leaves out. */
export interface ChosenRuns {
  /** By id. */
  readonly taken: ReadonlyMap<string, RunHeader>
  /** Newest first; those that the query means, and that no series has. */
  readonly left: readonly LeftRun[]
}

interface LeftRun {
  readonly startedAt: string
  readonly why: keyof LeftOut
}

/** Of the benchmarks that the query means: those with points, and those without. */
export async function chooseRuns(
  headers: readonly RunHeader[],
  query: HistoryQuery,
  shelf: Shelf,
): Promise<ChosenRuns> {
  const { branch, since } = query
  const meant = headers.filter(
    (header) =>
      header.kind === 'bench' &&
      (branch === null || header.branch === branch) &&
      (since === null || header.startedAt >= since),
  )
  const doubles = await findDoubles(meant, shelf)
  const taken = new Map<string, RunHeader>()
  const left: LeftRun[] = []
  for (const header of meant) {
    const { id, status, startedAt } = header
    const why = doubles.has(id) ? 'merged' : status
    if (why !== 'complete') left.push({ startedAt, why })
    if (why === 'complete' || why === 'failed') taken.set(id, header)
  }
  return { taken, left }
}

/** Merged runs of which a part is there too: the same launches would count twice. A merged run starts with its first part. */
async function findDoubles(
  headers: readonly RunHeader[],
  shelf: Shelf,
): Promise<ReadonlySet<string>> {
  const known = new Set(headers.map(({ id }) => id))
  const doubles = new Set<string>()
  for (const alike of Map.groupBy(headers, ({ startedAt }) => startedAt).values()) {
    if (alike.length === 1) continue
    for (const { id } of alike) {
      const parts = (await shelf.load(id))?.mergedFrom ?? []
      if (parts.some((part) => known.has(part))) doubles.add(id)
    }
  }
  return doubles
}

/** How many were left out since an instant. */
export function countLeftOut(left: readonly LeftRun[], since: string): LeftOut {
  const counts = { aborted: 0, invalid: 0, failed: 0, merged: 0 }
  for (const { why, startedAt } of left) if (startedAt >= since) counts[why]++
  return counts
}
