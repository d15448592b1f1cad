import { type Scenario, scenario } from 'plimsoll'
import { type Order, inTurn, orders } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Parses documents of 2 KB. */
const DOCUMENTS = operations(100)
const nextText = inTurn(orders().map((order) => JSON.stringify(order)))

export const workload: Scenario = scenario('parse JSON', {
  run: () => {
    let items = 0
    for (let i = 0; i < DOCUMENTS; i++) items += (JSON.parse(nextText()) as Order).items.length
    return items
  },
})
