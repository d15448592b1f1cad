import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'

/**
 * What a call of an imported one-line function costs, by who loaded the file: plain Node, a launch of plimsoll (tsx),
 * plimsoll's Vitest front end, and Vitest by default (Vite's transform). The first three should agree within 1 ns.
 *
 *     node --conditions=plimsoll-source bench/loader-skew.ts [ROUNDS]
 */
const rounds = Number(process.argv[2] ?? 5)
const root = resolve(import.meta.dirname, '..')
const one = join(import.meta.dirname, 'loader-skew/one.ts')
const tsx = ['--import', import.meta.resolve('tsx')]

const loaders: Readonly<Record<string, () => number>> = {
  'plain Node': () => run([one, 'here']),
  'plimsoll, natively': () => run([...tsx, one, 'here']),
  'plimsoll, Vitest front end': () => run([one, 'front-end']),
  'Vitest by default': () => run([one, 'vitest']),
}

function run(args: readonly string[]): number {
  const flags = ['--conditions=plimsoll-source', ...args]
  return Number(
    execFileSync(process.execPath, flags, { cwd: root, encoding: 'utf8', timeout: 120_000 }),
  )
}

const seen = new Map<string, number[]>()
for (let round = 0; round < rounds; round++) {
  for (const [loader, measure] of Object.entries(loaders)) {
    seen.set(loader, [...(seen.get(loader) ?? []), measure()])
  }
}

process.stdout.write(
  `ns for a call of an imported function: median of ${rounds} processes (range)\n\n`,
)
for (const [loader, values] of seen) {
  const sorted = values.toSorted((a, b) => a - b)
  const show = (value = Number.NaN): string => value.toFixed(2)
  process.stdout.write(
    `${loader.padEnd(28)} ${show(sorted[sorted.length >> 1])} (${show(sorted[0])}–${show(sorted.at(-1))})\n`,
  )
}
