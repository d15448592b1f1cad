import type { EnvironmentSummary, RunSummary } from '../../../../src/model/page.ts'
import { type Criteria, FACETS, type Facet, facetOf, type ListedRun, NO_BRANCH } from './search.ts'
import { environmentText, shown } from './words.ts'

/** One thing to choose runs by. */
export interface Choice {
  readonly value: string
  readonly words: string
  /** Runs that have it. */
  readonly runs: number
}

/** More than these nobody reads through; the rest is found by its words. */
const CHOICES_SHOWN = 200

/** By facet, as they come up first in the list: the newest first. */
export function choicesOf(
  listed: readonly ListedRun[],
): Readonly<Record<Facet, readonly Choice[]>> {
  const found = new Map(FACETS.map((facet) => [facet, new Map<string, Counted>()]))
  for (const { run } of listed) {
    for (const [facet, counted] of found) count(counted, facetOf(run, facet), run)
  }
  const of = (facet: Facet): readonly Choice[] =>
    [...(found.get(facet) ?? [])]
      .slice(0, CHOICES_SHOWN)
      .map(([value, { first, runs }]) => ({ value, words: wordsOf(facet, value, first), runs }))
  return {
    kind: of('kind'),
    status: of('status'),
    branch: of('branch'),
    environment: of('environment'),
  }
}

interface Counted {
  readonly first: RunSummary
  runs: number
}

function count(counted: Map<string, Counted>, value: string, run: RunSummary): void {
  const known = counted.get(value)
  if (known === undefined) counted.set(value, { first: run, runs: 1 })
  else known.runs++
}

function wordsOf(facet: Facet, value: string, { environment }: RunSummary): string {
  if (facet === 'branch') return value === NO_BRANCH ? 'no branch' : shown(value)
  return facet === 'environment' ? environmentChoice(environment) : shown(value)
}

const environmentChoice = (environment: EnvironmentSummary): string =>
  `${environmentText(environment)} · ${shown(environment.fingerprint.slice(0, 8))}`

/** The choices of a facet, and what is chosen even where no run has it: an address may ask for anything. */
export function withChosen(
  choices: readonly Choice[],
  { chosen }: Criteria,
  facet: Facet,
): readonly Choice[] {
  const value = chosen[facet]
  if (value === '' || choices.some((choice) => choice.value === value)) return choices
  return [...choices, { value, words: value === NO_BRANCH ? 'no branch' : shown(value), runs: 0 }]
}
