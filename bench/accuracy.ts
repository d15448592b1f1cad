import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { cases } from './accuracy/cases.ts'
import { tools } from './accuracy/tools.ts'

/**
 * What plimsoll reports for functions of known time, beside tinybench, mitata and a hand-written loop: every tool and
 * case in fresh processes, in random order, so that the machine's moods hit all of them.
 *
 *     npm run bench:accuracy [-- ROUNDS]
 */
const rounds = Number(process.argv[2] ?? 9)
const random = createRandom(20_260_101)
const pairs = Object.keys(cases).flatMap((name) =>
  Object.keys(tools).map((tool) => ({ name, tool })),
)
const seen = new Map<string, number[]>()

for (let round = 0; round < rounds; round++) {
  for (const { name, tool } of shuffle([...pairs], random)) {
    const script = join(import.meta.dirname, 'accuracy/one.ts')
    const args = ['--conditions=plimsoll-source', script, tool, name]
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
    const key = `${tool}/${name}`
    seen.set(key, [...(seen.get(key) ?? []), Number(output)])
  }
}

const ordered = (tool: string, name: string): number[] =>
  (seen.get(`${tool}/${name}`) ?? []).toSorted((a, b) => a - b)
const median = (values: readonly number[]): number => values[values.length >> 1] ?? Number.NaN
const show = (value: number): string => (value < 1000 ? value.toPrecision(3) : value.toFixed(0))

/**
 * Median over processes, the range, and the ratio to the hand loop's by the fastest process of each: a slower compiler
 * tier or a neighbour only ever adds time, to the hand loop as to any other.
 */
function cell(tool: string, name: string): string {
  const values = ordered(tool, name)
  const [fastest = Number.NaN] = values
  const shown = `${show(median(values))} (${show(fastest)}–${show(values.at(-1) ?? Number.NaN)})`
  if (tool === 'hand loop') return shown
  return `${shown} · ${(fastest / (ordered('hand loop', name)[0] ?? Number.NaN)).toFixed(3)}`
}

process.stdout.write(
  `ns per iteration: median of ${rounds} processes (range) · fastest ÷ the hand loop’s fastest\n\n`,
)
process.stdout.write(
  `| | ${Object.keys(tools).join(' | ')} |\n|---|${Object.keys(tools)
    .map(() => '---|')
    .join('')}\n`,
)
for (const name of Object.keys(cases)) {
  process.stdout.write(
    `| ${name} | ${Object.keys(tools)
      .map((tool) => cell(tool, name))
      .join(' | ')} |\n`,
  )
}
