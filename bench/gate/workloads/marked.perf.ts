import { marked } from 'marked'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom, wordsFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Renders notes in Markdown with marked. */
const NOTES = operations(100)

const nextNote = inTurn(
  Array.from({ length: 100 }, (_, index) => {
    const next = numbersFrom(index + 700)
    return `# ${wordsFrom(next, 3)}

${wordsFrom(next, 8)} **${wordsFrom(next, 2)}** and [${wordsFrom(next, 1)}](https://example.org).

- ${wordsFrom(next, 4)}
- \`${wordsFrom(next, 1)}\`
`
  }),
)

export const workload: Scenario = scenario('render with marked', {
  run: () => {
    let length = 0
    for (let i = 0; i < NOTES; i++) {
      length += marked.parse(nextNote(), { async: false }).length
    }
    return length
  },
})
