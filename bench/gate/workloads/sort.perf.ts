import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Sorts lists of 120 records by a number and then by a name. */
const LISTS = operations(100)

interface Entry {
  readonly rank: number
  readonly name: string
}

const nextList = inTurn(
  Array.from({ length: 100 }, (_, index) => {
    const next = numbersFrom(index + 100)
    return Array.from({ length: 120 }, (): Entry => ({ rank: next(40), name: `n${next(1e6)}` }))
  }),
)

const byRankAndName = (a: Entry, b: Entry): number =>
  a.rank - b.rank || (a.name < b.name ? -1 : Number(a.name > b.name))

export const workload: Scenario = scenario('sort records', {
  run: () => {
    let ranks = 0
    for (let i = 0; i < LISTS; i++) ranks += nextList().toSorted(byRankAndName)[60]?.rank ?? 0
    return ranks
  },
})
