import { type Scenario, scenario } from 'plimsoll'
import { z } from 'zod'
import { inTurn, orders } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Validates orders with zod. */
const ORDERS = operations(100)
const nextOrder = inTurn(orders())

const order = z.object({
  id: z.int(),
  customer: z.object({ name: z.string(), mail: z.email(), since: z.iso.datetime() }),
  note: z.string().max(500),
  items: z.array(
    z.object({
      sku: z.string().startsWith('S-'),
      title: z.string(),
      price: z.number().nonnegative(),
      amount: z.int().positive(),
      tags: z.array(z.string()),
    }),
  ),
})

export const workload: Scenario = scenario('validate with zod', {
  run: () => {
    let items = 0
    for (let i = 0; i < ORDERS; i++) items += order.parse(nextOrder()).items.length
    return items
  },
})
