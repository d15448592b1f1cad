import { LRUCache } from 'lru-cache'
import { type Scenario, scenario } from 'plimsoll'
import { numbersFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Asks a cache that holds half of what is asked for. Short: an iteration takes some microseconds. */
const QUESTIONS = operations(100)
const next = numbersFrom(400)
const keys = Array.from({ length: 256 }, () => `key-${next(1000)}`)
const cache = new LRUCache<string, number>({ max: 100 })

let asked = 0

export const workload: Scenario = scenario('ask lru-cache', {
  run: () => {
    let sum = 0
    for (let i = 0; i < QUESTIONS; i++) {
      const key = keys[asked++ & 255] as string
      const found = cache.get(key)
      if (found === undefined) cache.set(key, i)
      else sum += found
    }
    return sum
  },
})
