import { Decimal } from 'decimal.js'
import { type Scenario, scenario } from 'plimsoll'
import { numbersFrom, turn } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Distances between points with decimal.js. */
const PAIRS = operations(100)
const next = numbersFrom(800)
const numbers = Array.from({ length: 16 }, () => new Decimal(`${next(1e6)}.${next(1e6)}`))

const distance = (one: Decimal, other: Decimal): Decimal =>
  one.minus(other).pow(2).plus(one.times(other)).abs().sqrt()

export const workload: Scenario = scenario('measure with decimal.js', {
  run: () => {
    let sum = 0
    for (let i = 0; i < PAIRS; i++) sum += distance(turn(numbers, i), turn(numbers, i + 5)).e
    return sum
  },
})
