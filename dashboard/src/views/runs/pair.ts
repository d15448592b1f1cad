import type { RunSummary } from '../../../../src/model/page.ts'

/** Two runs that were chosen to be compared; kept in the address as `one` and `other`. */

/** Ids, in the order they were chosen; at most two. */
export type Chosen = readonly string[]

export const chosenIn = (query: URLSearchParams): Chosen =>
  [query.get('one'), query.get('other')].filter((id) => id !== null).filter((id) => id !== '')

/** Chosen, or no longer; a third takes the place of the first. */
export function toggled(chosen: Chosen, id: string): Chosen {
  return chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-2)
}

/** For the address. */
export const chosenQuery = ([one, other]: Chosen): { one?: string; other?: string } => ({
  one: one ?? '',
  other: other ?? '',
})

/** Two runs, the older one as the baseline; and why they will not tell much beside each other, empty = they will. */
export interface Pair {
  readonly current: RunSummary
  readonly baseline: RunSummary
  readonly caution: string
}

export function pairOf(runs: readonly RunSummary[]): Pair | undefined {
  const [baseline, current] = runs.toSorted(byAge)
  if (baseline === undefined || current === undefined) return undefined
  return { current, baseline, caution: cautionOf(current, baseline) }
}

const byAge = (one: RunSummary, other: RunSummary): number => {
  const [left, right] = [`${one.startedAt} ${one.id}`, `${other.startedAt} ${other.id}`]
  return left < right ? -1 : 1
}

function cautionOf(current: RunSummary, baseline: RunSummary): string {
  if (current.kind !== baseline.kind) {
    return `One is a ${current.kind} run, the other a ${baseline.kind} run: they measured different things.`
  }
  return current.environment.fingerprint === baseline.environment.fingerprint
    ? ''
    : 'They were measured on different machines: their numbers don’t compare.'
}
