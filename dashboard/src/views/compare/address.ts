import { refine, route } from '../../routing/route.ts'
import type { PartChoice, PlotGroup } from './rows.ts'

/** What the address remembers of a comparison: `?open=decode&unfold=folded&parts=all&q=json`. */

/** Scenarios that are opened, by key. */
export const openedKeys = (): ReadonlySet<string> => new Set(route.value.query.getAll('open'))

export function toggleKey(key: string): void {
  refine({ open: [...toggled(openedKeys(), key)] })
}

/** Groups that are folded or unfolded other than at first. */
const turnedGroups = (): ReadonlySet<string> => new Set(route.value.query.getAll('turned'))

/** At first only what tells nothing is folded. */
export const isUnfolded = ({ id }: PlotGroup): boolean =>
  (id !== 'folded') !== turnedGroups().has(id)

export function toggleGroup({ id }: PlotGroup): void {
  refine({ turned: [...toggled(turnedGroups(), id)] })
}

function toggled(all: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(all)
  if (!next.delete(one)) next.add(one)
  return next
}

export const chosenParts = (): PartChoice =>
  route.value.query.get('parts') === 'all' ? 'all' : 'telling'

export function chooseParts(parts: PartChoice): void {
  refine({ parts: parts === 'all' ? 'all' : '' })
}

export const askedWords = (): string => route.value.query.get('q') ?? ''

export function askWords(q: string): void {
  refine({ q })
}
