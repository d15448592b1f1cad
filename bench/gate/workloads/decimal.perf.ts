import { Decimal } from 'decimal.js'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Distances between points with decimal.js. */
const PAIRS = operations(100)
const next = numbersFrom(800)
const nextPair = inTurn(
  Array.from(
    { length: 100 },
    () =>
      [new Decimal(`${next(1e6)}.${next(1e6)}`), new Decimal(`${next(1e6)}.${next(1e6)}`)] as const,
  ),
)

const distance = ([one, other]: readonly [Decimal, Decimal]): Decimal =>
  one.minus(other).pow(2).plus(one.times(other)).abs().sqrt()

export const workload: Scenario = scenario('measure with decimal.js', {
  run: () => {
    let sum = 0
    for (let i = 0; i < PAIRS; i++) sum += distance(nextPair()).e
    return sum
  },
})
