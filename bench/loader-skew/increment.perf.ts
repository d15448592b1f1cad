import { type Scenario, scenario } from 'plimsoll'
import { increment } from './increment.ts'

let value = 0

/** A call of an imported one-line function, whose result is kept. */
export const callImported: Scenario = scenario('call an imported function', {
  category: 'loader skew',
  run: () => {
    value = increment(value)
  },
})
