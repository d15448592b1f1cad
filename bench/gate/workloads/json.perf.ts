import { type Scenario, scenario } from 'plimsoll'
import { type Order, orders, turn } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Parses documents of 2 KB. */
const DOCUMENTS = operations(100)
const texts = orders().map((order) => JSON.stringify(order))

export const workload: Scenario = scenario('parse JSON', {
  run: () => {
    let items = 0
    for (let i = 0; i < DOCUMENTS; i++) items += (JSON.parse(turn(texts, i)) as Order).items.length
    return items
  },
})
