import { produce } from 'immer'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, orders } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Changes orders with immer, one item at a time. */
const CHANGES = operations(100)
const nextOrder = inTurn(orders())
const ITEMS = 13
let changes = 0

interface Draft {
  note: string
  items: { amount: number; price: number }[]
}

export const workload: Scenario = scenario('change with immer', {
  run: () => {
    let amounts = 0
    for (let i = 0; i < CHANGES; i++) {
      const at = changes++ % ITEMS
      const changed = produce(nextOrder() as unknown as Draft, (draft) => {
        const item = draft.items[at]
        if (item !== undefined) item.amount += 1
        draft.note = 'changed'
      })
      amounts += changed.items[at]?.amount ?? 0
    }
    return amounts
  },
})
