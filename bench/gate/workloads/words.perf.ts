import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom, wordsFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Counts the words of short texts: expressions, strings, a map. */
const TEXTS = operations(100)

const nextText = inTurn(
  Array.from({ length: 100 }, (_, index) =>
    wordsFrom(numbersFrom(index + 600), 60).replaceAll('line', 'Line, '),
  ),
)

function countWords(text: string): number {
  const counts = new Map<string, number>()
  for (const [word] of text.matchAll(/[a-z]+/giu)) {
    const key = word.toLowerCase()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts.get('line') ?? 0
}

export const workload: Scenario = scenario('count words', {
  run: () => {
    let found = 0
    for (let i = 0; i < TEXTS; i++) found += countWords(nextText())
    return found
  },
})
