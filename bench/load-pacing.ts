/**
 * How exactly arrivals come at an even rate, seen by the server that they come to: their distance from the schedule, how
 * evenly they lie (variance ÷ mean of the counts in each 10 ms: 0 = perfectly even, 1 = as a Poisson process), and what
 * that costs, beside autocannon at the same rate. The generators run at normal priority, where the system puts them; the
 * server, which notes the times, before all others where that is allowed. Linux only.
 *
 *     npm run bench:load-pacing -- [ROUNDS] [SECONDS] [RATE]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readCpuTimes } from '../src/measure/environment/cpu-times.ts'
import { median, sorted } from '../src/stats/index.ts'
import type { Pace, Paced } from './load/pace.ts'
import type { Command } from './load/pins.ts'
import { cpuSecondsOf } from './load/process-tree.ts'
import { FastServer } from './load/server.ts'
import { markdownTable, spread } from './load/table.ts'
import { Undisturbed, type Witnessed } from './load/undisturbed.ts'

const TARGET = { p99Ms: 0.3, cores: 0.25, unevenness: 0.1 }

/** Before it nothing counts: compilers warm up, connections are made. */
const WARM_UP_SECONDS = 2
const TAIL_SECONDS = 1
const BIN_NS = 10e6

const [rounds = 5, seconds = 15, ratePerSecond = 1000] = process.argv.slice(2).map(Number)

/** What one turn showed. */
interface Paceful extends Witnessed {
  readonly p50Ms: number
  readonly p99Ms: number
  /** Variance ÷ mean of counts in 10 ms. */
  readonly unevenness: number
  readonly cores: number
}

interface Begun {
  /** Time 0 of its schedule; `undefined` = it does not say. */
  readonly startNs: number | undefined
}

const totalSeconds = WARM_UP_SECONDS + seconds + TAIL_SECONDS

const generators = new Map<string, (url: string) => Command>([
  [
    'plimsoll',
    (url) => {
      const pace: Pace = { url, ratePerSecond, durationMs: totalSeconds * 1000 }
      const one = join(import.meta.dirname, 'load/one.ts')
      return [process.execPath, '--conditions=plimsoll-source', one, 'pace', JSON.stringify(pace)]
    },
  ],
  [
    'autocannon',
    (url) => [
      process.execPath,
      fileURLToPath(import.meta.resolve('autocannon')),
      ...['-R', String(ratePerSecond), '-c', '100', '-d', String(totalSeconds), '--json', url],
    ],
  ],
])

async function takeTurn(commandFor: (url: string) => Command): Promise<Paceful> {
  await using server = await FastServer.start('stamps')
  const [program, ...args] = commandFor(server.url)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(60_000 + totalSeconds * 1000) })
  const begun = begunOf(child.stdout)
  try {
    while ((await server.answered()) === 0) await delay(20)
    await delay(WARM_UP_SECONDS * 1000)
    const before = spentBy(child.pid, server)
    await delay(seconds * 1000)
    const after = spentBy(child.pid, server)
    await ended
    const took = after.atSeconds - before.atSeconds
    const cores = (after.generator - before.generator) / took
    const foreignCores = (after.others - before.others) / took
    return { ...deviations(await server.stamps(), begun), cores, foreignCores }
  } finally {
    child.kill('SIGKILL')
  }
}

interface Spent {
  readonly atSeconds: number
  readonly generator: number
  readonly others: number
}

/** CPU seconds so far. */
function spentBy(pid = Number.NaN, { pid: server }: FastServer): Spent {
  const generator = cpuSecondsOf(pid)
  const all = (readCpuTimes()?.busyMs ?? Number.NaN) / 1000
  return {
    atSeconds: performance.now() / 1000,
    generator,
    others: all - generator - cpuSecondsOf(server),
  }
}

/** plimsoll says when its schedule began. */
function begunOf(output: NodeJS.ReadableStream): Begun {
  const begun: { startNs: number | undefined } = { startNs: undefined }
  createInterface(output).on('line', (line) => {
    begun.startNs ??= startIn(line)
  })
  return begun
}

function startIn(line: string): number | undefined {
  try {
    return (JSON.parse(line) as Paced).startNs
  } catch {
    return undefined
  }
}

function deviations(
  stamps: readonly number[],
  { startNs }: Begun,
): Omit<Paceful, 'cores' | 'foreignCores'> {
  const gapNs = 1e9 / ratePerSecond
  const from = WARM_UP_SECONDS * ratePerSecond
  const counted = stamps.slice(from, from + seconds * ratePerSecond)
  // Without a schedule of its own to hold it to, its median is what it meant.
  const offsets = counted.map((atNs, index) => atNs - (from + index) * gapNs)
  const zeroNs = startNs ?? median(sorted(offsets))
  const errors = sorted(offsets.map((offset) => Math.abs(offset - zeroNs) / 1e6))
  const at = (share: number): number => errors[Math.ceil(share * errors.length) - 1] ?? Number.NaN
  return { p50Ms: at(0.5), p99Ms: at(0.99), unevenness: unevenness(counted, zeroNs) }
}

function unevenness(stamps: readonly number[], zeroNs: number): number {
  const [first = 0] = stamps
  // Bins begin between two arrivals, so that those which are exact fall on no edge.
  const edgeNs = zeroNs - 0.5e9 / ratePerSecond
  const firstBin = Math.ceil((first - edgeNs) / BIN_NS)
  const bins = new Array<number>(Math.floor((seconds * 1e9) / BIN_NS) - 2).fill(0)
  for (const stamp of stamps) {
    const bin = Math.floor((stamp - edgeNs) / BIN_NS) - firstBin
    if (bin >= 0 && bin < bins.length) bins[bin] = (bins[bin] ?? 0) + 1
  }
  const mean = bins.reduce((sum, count) => sum + count, 0) / bins.length
  return bins.reduce((sum, count) => sum + (count - mean) ** 2, 0) / bins.length / mean
}

const undisturbed = new Undisturbed()
const seen = new Map<string, Paceful[]>([...generators.keys()].map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, commandFor] of generators) {
    seen.get(name)?.push(await undisturbed.take(name, () => takeTurn(commandFor)))
  }
}

console.log(
  `${ratePerSecond}/s, ${rounds} rounds of ${seconds} s, normal priority: median (range)\n`,
)
const rows = [...seen].map(([name, turns]) => [
  name,
  spread(
    turns.map(({ p50Ms }) => p50Ms),
    3,
  ),
  spread(
    turns.map(({ p99Ms }) => p99Ms),
    3,
  ),
  spread(
    turns.map(({ unevenness: value }) => value),
    3,
  ),
  spread(
    turns.map(({ cores }) => cores * 100),
    1,
  ),
])
const head = ['generator', 'error p50 ms', 'error p99 ms', 'variance ÷ mean', '% of a core']
console.log(markdownTable([head, ...rows]))
console.log(String(undisturbed))
const own = seen.get('plimsoll') ?? []
const typical = (of: (turn: Paceful) => number): number => median(sorted(own.map(of)))
const reached =
  typical(({ p99Ms }) => p99Ms) <= TARGET.p99Ms &&
  typical(({ cores }) => cores) <= TARGET.cores &&
  typical(({ unevenness: value }) => value) <= TARGET.unevenness
console.log(
  `${reached ? 'reached' : 'missed'}: p99 ≤ ${TARGET.p99Ms} ms, ≤ ${TARGET.cores * 100} % of a core, variance ÷ mean ≤ ${TARGET.unevenness}`,
)
