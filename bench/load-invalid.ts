/**
 * Does a generator that gets too little CPU say so, and only then? Loads of one rate, on one core: beside a neighbour that
 * spins on the same core (every run is to be `invalid`), and without (none is), also while the target is frozen, and while
 * it is slow. Linux, with `taskset` and two cores.
 *
 *     npm run bench:load-invalid -- [RUNS OF EACH] [SECONDS]
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Run } from '../src/model/run.ts'
import { loadOnce } from './load/load-once.ts'
import { SpinningNeighbour } from './load/neighbour.ts'
import { FastServer } from './load/server.ts'
import { startSlowServer } from './load/slow-server.ts'
import { markdownTable, spread } from './load/table.ts'
import { quiet } from './load/undisturbed.ts'

const [runs = 20, seconds = 5] = process.argv.slice(2).map(Number)

/**
 * Of what it can do for users who wait for their answers. Starting on time costs more: this is more than half of a core,
 * which is all that a neighbour leaves, and less than all of it.
 */
const RATE_SHARE = 0.45

/** At this rate a frozen target lets no more wait than may. */
const CALM_RATE = 2000
const FROZEN_MS = 1000

/** As a service that is slow, not idle: 1,000/s × 0.2 s = 200 at a time. */
const SLOW_RATE = 1000
const SLOW_MS = 200

interface Case {
  readonly name: string
  readonly shouldBeInvalid: boolean
  readonly run: () => Promise<Run>
}

async function capacityOf({ url }: FastServer): Promise<number> {
  const args = ['--users', '50', '--workers', '1', '--duration', '3s']
  const { results } = await loadOnce([url, ...args])
  return results[0]?.metrics['throughput']?.p50 ?? Number.NaN
}

const lasting = ['--workers', '1', '--duration', `${seconds}s`]
const at = (rate: number): string[] => ['--rate', `${Math.round(rate)}/s`, ...lasting]
/** While code is compiled, starts at such a rate are late. */
const warmedUp = ['--warm-up', '1s']

function casesOf(fast: FastServer, slowUrl: string, rate: number): readonly Case[] {
  return [
    {
      name: `a spinning neighbour, ${Math.round(rate)}/s`,
      shouldBeInvalid: true,
      run: async () => {
        await using _ = new SpinningNeighbour()
        return await loadOnce([fast.url, ...at(rate), ...warmedUp])
      },
    },
    {
      name: `alone, ${Math.round(rate)}/s`,
      shouldBeInvalid: false,
      run: () => loadOnce([fast.url, ...at(rate), ...warmedUp]),
    },
    {
      name: `alone, ${CALM_RATE}/s, the target frozen for 1 s`,
      shouldBeInvalid: false,
      run: () => whileFrozen(fast, () => loadOnce([fast.url, ...at(CALM_RATE)])),
    },
    {
      name: `alone, ${SLOW_RATE}/s, the target takes ${SLOW_MS} ms`,
      shouldBeInvalid: false,
      run: () => loadOnce([slowUrl, ...at(SLOW_RATE), '--connections', '300']),
    },
  ]
}

/** Freezes the target in the middle of the load. */
async function whileFrozen(target: FastServer, load: () => Promise<Run>): Promise<Run> {
  const loading = load()
  const before = await target.answered()
  while ((await target.answered()) - before < CALM_RATE) await delay(50)
  process.kill(target.pid, 'SIGSTOP')
  await delay(FROZEN_MS)
  process.kill(target.pid, 'SIGCONT')
  return loading
}

async function main(): Promise<void> {
  await using fast = await FastServer.start()
  await using slow = await startSlowServer(SLOW_MS)
  const rate = (await capacityOf(fast)) * RATE_SHARE
  const cases = casesOf(fast, slow.url, rate)
  const seen = new Map<Case, Run[]>(cases.map((each) => [each, []]))
  for (let round = 0; round < runs; round++) {
    for (const each of cases) {
      await quiet()
      const run = await each.run()
      const { health, counts } = run.results[0] ?? {}
      process.stderr.write(`${each.name}: ${run.status} ${JSON.stringify({ ...health, counts })}\n`)
      seen.get(each)?.push(run)
    }
  }
  const isInvalid = ({ status }: Run): boolean => status === 'invalid'
  const rows = [...seen].map(([{ name, shouldBeInvalid }, all]) => [
    name,
    `${all.filter(isInvalid).length} of ${all.length}`,
    `${shouldBeInvalid ? all.length : 0} of ${all.length}`,
    spread(
      all.map(({ results }) => results[0]?.health.sendLagP99Ms ?? Number.NaN),
      2,
    ),
  ])
  console.log(`runs of ${seconds} s\n`)
  console.log(markdownTable([['generator', 'invalid', 'should be', 'send lag p99 ms'], ...rows]))
  const isRight = [...seen].every(([{ shouldBeInvalid }, all]) =>
    all.every((run) => isInvalid(run) === shouldBeInvalid),
  )
  console.log(isRight ? 'reached: every run says what it was' : 'missed')
}

await main()
