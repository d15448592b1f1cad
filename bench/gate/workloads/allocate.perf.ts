import { type Scenario, scenario } from 'plimsoll'
import { operations } from './slowdown.ts'

/** Builds trees of objects, with a map and a list at each leaf. */
const TREES = operations(100)
const DEPTH = 5

interface Branch {
  readonly left: Branch | Leaf
  readonly right: Branch | Leaf
}

interface Leaf {
  readonly byName: Map<string, number>
  readonly values: number[]
}

function grow(depth: number, seed: number): Branch | Leaf {
  if (depth > 0) return { left: grow(depth - 1, seed), right: grow(depth - 1, seed + depth) }
  return {
    byName: new Map([
      ['a', seed],
      ['b', seed + 1],
    ]),
    values: [seed, seed + 1, seed + 2],
  }
}

export const workload: Scenario = scenario('build trees', {
  run: () => {
    const kept: (Branch | Leaf)[] = []
    for (let i = 0; i < TREES; i++) kept.push(grow(DEPTH, i))
    return kept.length
  },
})
