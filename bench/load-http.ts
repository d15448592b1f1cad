/**
 * Requests per CPU-second of the HTTP client, beside autocannon and, where it is installed, wrk: closed loop, 50
 * connections, in turns of random order against one server in a process of its own, each on a core of its own where
 * `taskset` can see to that. The generator's CPU time is what is compared, so that a busy neighbour costs everyone alike.
 *
 *     node --conditions=plimsoll-source bench/load-http.ts [ROUNDS] [SECONDS] [PIPELINING]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { median, sorted } from '../src/stats/index.ts'
import type { Measured, Turn } from './load-http/measured.ts'
import { driveByWrk } from './load-http/wrk.ts'

const CONNECTIONS = 50
const WARM_UP_SECONDS = 1
const TARGET = 1.2
const SEED = 1
const NOTHING: Measured = { requests: Number.NaN, seconds: 1, cpuSeconds: 1, p99Ms: 0 }

const [rounds = 5, seconds = 4, pipelining = 1] = process.argv.slice(2).map(Number)
const one = join(import.meta.dirname, 'load-http/one.ts')
const pins = availableParallelism() > 1 && isThere('taskset', '-V')

function isThere(program: string, flag: string): boolean {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' })
    return true
  } catch (thrown) {
    // wrk says its version with an exit code of 1.
    return Reflect.get(Object(thrown), 'code') !== 'ENOENT'
  }
}

/** What keeps a command on one core. */
const pinned = (core: number): string[] => (pins ? ['taskset', '-c', String(core)] : [])

/** A command that runs a process of the benchmark. */
function commandOf(core: number, role: string, turn?: Turn): readonly [string, ...string[]] {
  const node = [process.execPath, '--conditions=plimsoll-source', one, role]
  const [first = '', ...rest] = [...pinned(core), ...node, ...(turn ? [JSON.stringify(turn)] : [])]
  return [first, ...rest]
}

async function startServer(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const [command, ...args] = commandOf(1, 'server')
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const said: unknown[] = await once(child.stdout, 'data')
  return { child, url: `http://127.0.0.1:${Number(String(said[0]))}/` }
}

function measureInNode(role: string, turn: Turn): Measured {
  const [command, ...args] = commandOf(0, role, turn)
  const text = execFileSync(command, args, { encoding: 'utf8', timeout: 120_000 })
  return JSON.parse(text) as Measured
}

const generators = new Map<string, (turn: Turn) => Measured>([
  ['plimsoll', (turn) => measureInNode('plimsoll', turn)],
  ['autocannon', (turn) => measureInNode('autocannon', turn)],
])
if (pipelining === 1 && isThere('wrk', '-v'))
  generators.set('wrk', (turn) => driveByWrk(turn, pinned(0)))

const perCpuSecond = ({ requests, cpuSeconds }: Measured): number => requests / cpuSeconds

async function measure(): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const { child, url } = await startServer()
  const turn = {
    url,
    connections: CONNECTIONS,
    pipelining,
    seconds,
    warmUpSeconds: WARM_UP_SECONDS,
  }
  const random = createRandom(SEED)
  const seen = new Map<string, Measured[]>([...generators].map(([name]) => [name, []]))
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, drive] of shuffle([...generators], random))
        seen.get(name)?.push(drive(turn))
    }
  } finally {
    child.kill()
  }
  return seen
}

/** Median, and the range. */
function spread(values: readonly number[], digits: number): string {
  const [low = Number.NaN] = sorted(values)
  const texts = [median(sorted(values)), low, Math.max(...values)].map((value) =>
    value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits }),
  )
  return `${texts[0]} (${texts[1]}–${texts[2]})`
}

const seen = await measure()
const reference = seen.get('autocannon') ?? []
const how = pins ? 'each process on a core of its own' : 'processes share the cores'
console.log(
  `${CONNECTIONS} connections, pipelining ${pipelining}, ${rounds} rounds of ${seconds} s, ${how}: median (range)\n`,
)
console.log(
  `${'generator'.padEnd(12)}${'requests per CPU-second'.padEnd(30)}${'÷ autocannon'.padEnd(20)}${'requests/s'.padEnd(28)}${'CPU'.padEnd(6)}p99 ms`,
)
for (const [name, turns] of seen) {
  const rates = turns.map(perCpuSecond)
  // Those of one round ran one after the other: what slowed one slowed the other.
  const ratios = rates.map((rate, round) => rate / perCpuSecond(reference[round] ?? NOTHING))
  const perSecond = turns.map(({ requests, seconds: took }) => requests / took)
  const cpu = median(sorted(turns.map((turn) => turn.cpuSeconds / turn.seconds)))
  const p99 = median(sorted(turns.map(({ p99Ms }) => p99Ms)))
  console.log(
    `${name.padEnd(12)}${spread(rates, 0).padEnd(30)}${spread(ratios, 2).padEnd(20)}${spread(perSecond, 0).padEnd(28)}${`${Math.round(cpu * 100)} %`.padEnd(6)}${p99.toFixed(2)}`,
  )
}
console.log(`\ntarget: plimsoll at least ${TARGET} × autocannon`)
