/**
 * Does watching change what is measured? `plimsoll load` measures a server, first at a rate (latency), then with users
 * who wait for their answers (throughput), while `plimsoll serve`, in its own process, tells fifty viewers, and tells
 * none, in turns of random order within one and the same run. The target takes 5 ms. Target, server and viewers share one
 * core, the generator has the other. Linux, with `taskset` and two cores.
 *
 *     npm run bench:viewers -- [PAIRS] [SECONDS OF A TURN] [VIEWERS]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../test/support/serving.ts'
import { Audience } from './live/audience.ts'
import { farthest, type PairedRatio, pairedRatio, ratioText } from './live/paired.ts'
import { OTHER_CORE, stayOn } from './load/pins.ts'
import { markdownTable } from './load/table.ts'
import { quiet } from './load/undisturbed.ts'
import { startSlowServer } from './load/slow-server.ts'
import { measureTurns, type Turn } from './live/turns.ts'

const [pairs = 15, seconds = 8, viewers = 50] = process.argv.slice(2).map(Number)

/** What may change, and how surely that has to be known. */
const MOST_CHANGE = 0.01
const MOST_BOUND = 0.03

/**
 * As a service of those that are measured. Beside a server that answers within 0.1 ms the machine alone moves the median of two
 * turns apart by some 20 %, and 50 viewers can't be told from none.
 */
const SERVICE_MS = 5
const RATE = 1000
const USERS = 20

interface Case {
  readonly name: string
  readonly args: readonly string[]
  readonly metrics: readonly (keyof Turn['is'])[]
}

const CASES: readonly Case[] = [
  { name: `${RATE}/s`, args: ['--rate', `${RATE}/s`], metrics: ['p50', 'p95', 'mean'] },
  {
    name: `${USERS} users`,
    args: ['--users', String(USERS)],
    metrics: ['throughput', 'p50', 'p95'],
  },
]

function ratioOf(turns: readonly Turn[], metric: keyof Turn['is']): PairedRatio {
  const values = (isWatched: boolean): readonly number[] =>
    turns.filter((turn) => turn.isWatched === isWatched).map(({ is }) => is[metric])
  const without = values(false)
  return pairedRatio(values(true).map((value, pair) => [value, without[pair] ?? Number.NaN]))
}

const verdictOf = (ratio: PairedRatio): string => {
  const isSmall = Math.abs(ratio.ratio - 1) <= MOST_CHANGE
  return isSmall && farthest(ratio) <= MOST_BOUND ? 'reached' : 'missed'
}

async function main(): Promise<void> {
  stayOn(OTHER_CORE)
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  writeFileSync(join(cwd, 'package.json'), '{ "name": "bench", "type": "module" }\n')
  try {
    await using target = await startSlowServer(SERVICE_MS)
    await using server = await startServer(cwd)
    await using audience = new Audience(`${server.url}/`, viewers)
    const rows: string[][] = []
    for (const { name, args, metrics } of CASES) {
      await quiet()
      const load = { cwd, url: target.url, args, pairs, seconds }
      const turns = await measureTurns(load, audience)
      for (const metric of metrics) {
        const ratio = ratioOf(turns, metric)
        rows.push([name, metric, ratioText(ratio), verdictOf(ratio)])
      }
    }
    console.log(`${viewers} viewers beside none, ${pairs} pairs of turns of ${seconds} s\n`)
    console.log(markdownTable([['load', 'of', 'watched ÷ not', ''], ...rows]))
    console.log(`the viewers were sent ${(audience.bytes / 1e6).toFixed(1)} MB`)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

await main()
