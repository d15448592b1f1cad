import { parse } from 'acorn'
import { type Scenario, scenario } from 'plimsoll'
import { inTurn, numbersFrom, wordsFrom } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Parses small programs with acorn. */
const PROGRAMS = operations(100)

const nextProgram = inTurn(
  Array.from({ length: 100 }, (_, index) => {
    const next = numbersFrom(index + 300)
    const [one = '', other = ''] = wordsFrom(next, 2).split(' ')
    return `
export const ${one}${index} = async ({ ${other}, rest = ${next(100)} }) => {
  const found = await load(\`${one}/\${${other}}\`)
  if (found?.size > rest && !found.done) return found.items.map((item) => item.${other} * ${next(9)})
  for (const [key, value] of Object.entries(found)) cache.set(key, value ?? /${one}+/u.exec(key))
  return []
}`
  }),
)

export const workload: Scenario = scenario('parse programs with acorn', {
  run: () => {
    let ends = 0
    for (let i = 0; i < PROGRAMS; i++) {
      ends += parse(nextProgram(), { ecmaVersion: 2024, sourceType: 'module' }).end
    }
    return ends
  },
})
