import { type Scenario, scenario } from 'plimsoll'
import { inTurn, type Order, orders } from './made-up.ts'
import { EXTRA_PERCENT, operations } from './slowdown.ts'

/**
 * Three stages that each do as much, of which the second alone is slowed: by three times the percentage, so that it
 * holds for the whole.
 */
const LINES = operations(100)
const PRICED_LINES = LINES + 2 * EXTRA_PERCENT
const nextLine = inTurn(orders().map((order) => toLine(order)))

function toLine({ id, customer, items }: Order): string {
  return [id, customer.name, ...items.map(({ sku, price }) => `${sku}:${price}`)].join(';')
}

/** Takes a line apart and adds up its prices. */
function total(line: string): number {
  let sum = 0
  for (const field of line.split(';')) {
    const colon = field.indexOf(':')
    if (colon > 0) sum += Number(field.slice(colon + 1))
  }
  return sum
}

function totalOf(count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += total(nextLine())
  return sum
}

export const workload: Scenario = scenario('three stages', {
  run: ({ stage }) =>
    stage('read', () => totalOf(100)) +
    stage('price', () => totalOf(PRICED_LINES)) +
    stage('write', () => totalOf(100)),
})
