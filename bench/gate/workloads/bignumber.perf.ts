import { BigNumber } from 'bignumber.js'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Compound interest in exact decimals with bignumber.js. */
const ACCOUNTS = operations(100)
const next = numbersFrom(500)
const nextAmount = inTurn(Array.from({ length: 100 }, () => `${next(1e9)}.${next(1e6)}`))

function grow(amount: string): BigNumber {
  let value = new BigNumber(amount)
  for (let year = 1; year < 6; year++) value = value.times('1.0325').plus(year).div('1.019').dp(12)
  return value
}

export const workload: Scenario = scenario('count with bignumber.js', {
  run: () => {
    let sum = 0
    for (let i = 0; i < ACCOUNTS; i++) sum += grow(nextAmount()).e ?? 0
    return sum
  },
})
