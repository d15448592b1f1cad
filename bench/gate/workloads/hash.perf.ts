import { createHash } from 'node:crypto'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** SHA-256 of blocks of 4 KB. */
const BLOCKS = operations(100)

const nextBlock = inTurn(
  Array.from({ length: 100 }, (_, index) => {
    const next = numbersFrom(index + 200)
    return Uint8Array.from({ length: 4096 }, () => next(256))
  }),
)

export const workload: Scenario = scenario('hash 4 KB', {
  run: () => {
    let sum = 0
    for (let i = 0; i < BLOCKS; i++) {
      sum += createHash('sha256').update(nextBlock()).digest()[0] ?? 0
    }
    return sum
  },
})
