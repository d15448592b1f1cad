/** What the gate is tried on. */

/** One perf file in `workloads/`. */
export interface Workload {
  /** The file's name without `.perf.ts`. */
  readonly name: string
  /** Whether it computes, or waits for another process. */
  readonly kind: 'cpu' | 'io'
  /** Never looked at while the gate's constants were chosen. */
  readonly heldOut: boolean
  /** The package that does the work; `undefined` = none. */
  readonly library: string | undefined
}

const tuned = (kind: Workload['kind'], name: string, library?: string): Workload => ({
  name,
  kind,
  heldOut: false,
  library,
})

const heldOut = (kind: Workload['kind'], name: string, library?: string): Workload => ({
  ...tuned(kind, name, library),
  heldOut: true,
})

export const workloads: readonly Workload[] = [
  tuned('cpu', 'json'),
  tuned('cpu', 'sort'),
  tuned('cpu', 'hash'),
  tuned('cpu', 'allocate'),
  tuned('cpu', 'stages'),
  tuned('cpu', 'zod', 'zod'),
  tuned('cpu', 'acorn', 'acorn'),
  tuned('cpu', 'mustache', 'mustache'),
  tuned('cpu', 'immer', 'immer'),
  tuned('cpu', 'lru-cache', 'lru-cache'),
  tuned('cpu', 'bignumber', 'bignumber.js'),
  tuned('io', 'http'),
  tuned('io', 'tcp-pool'),
  heldOut('cpu', 'words'),
  heldOut('cpu', 'matrix'),
  heldOut('cpu', 'marked', 'marked'),
  heldOut('cpu', 'decimal', 'decimal.js'),
  heldOut('io', 'tcp'),
  heldOut('io', 'http-bodies'),
]
