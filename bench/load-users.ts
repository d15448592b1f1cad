/**
 * What users without pauses measure: `plimsoll load URL --users N` against a server that is not the limit and one that
 * is, alone and beside a program that takes all it can of the generator's core; and what an idle client of the same
 * server waits at that time, which is the server's own part of it. Linux only; see docs/decisions/0020.
 *
 *     node --conditions=plimsoll-source bench/load-users.ts [SECONDS]
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Result } from '../src/model/run.ts'
import { loadOnce } from './load/load-once.ts'
import { SpinningNeighbour } from './load/neighbour.ts'
import { OTHER_CORE, pinned } from './load/pins.ts'
import type { Probed } from './load/prober.ts'
import { FastServer } from './load/server.ts'
import { markdownTable } from './load/table.ts'

const USERS = [1, 10, 50, 200]
/** The prober begins and ends within the load. */
const START_UP_MS = 3_000

const [seconds = 8] = process.argv.slice(2).map(Number)

const HELLO = `require('node:http').createServer((_, response) => response.end('hello'))
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

/** A server as examples show it, on the core that is not the generator's. */
class HelloServer implements AsyncDisposable {
  readonly #child = spawn(...split(pinned(OTHER_CORE, [process.execPath, '-e', HELLO])), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  url = ''

  static async start(): Promise<HelloServer> {
    const server = new HelloServer()
    const said: unknown[] = await once(createInterface(server.#child.stdout), 'line')
    server.url = `http://127.0.0.1:${String(said[0])}/`
    return server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}

function split([program, ...args]: readonly [string, ...string[]]): [string, string[]] {
  return [program, args]
}

async function probe(url: string, durationMs: number): Promise<Probed> {
  const prober = join(import.meta.dirname, 'load/prober.ts')
  const args = ['--conditions=plimsoll-source', prober, url, String(durationMs)]
  const { stdout } = await promisify(execFile)(
    ...split(pinned(OTHER_CORE, [process.execPath, ...args])),
  )
  return JSON.parse(stdout) as Probed
}

interface Seen {
  readonly result: Result
  readonly probed: Probed
}

async function measure(url: string, users: number): Promise<Seen> {
  const durationMs = START_UP_MS + seconds * 1e3
  const flags = ['--users', String(users), '--connections', String(users)]
  const [run, probed] = await Promise.all([
    loadOnce([url, ...flags, '--duration', `${durationMs}ms`, '--quiet']),
    probe(url, seconds * 1e3),
  ])
  const [result] = run.results
  if (result === undefined) throw new Error('a load gave no result')
  return { result, probed }
}

function row(name: string, users: number, { result, probed }: Seen): readonly string[] {
  const us = (ns: number | undefined): string => String(Math.round((ns ?? Number.NaN) / 1e3))
  const { service, throughput } = result.metrics
  const mean = (of: (window: Result['timeline'][number]) => number): number =>
    result.timeline.reduce((sum, window) => sum + of(window), 0) / result.timeline.length
  const share = (value: number): string => `${Math.round(value * 100)} %`
  return [
    name,
    String(users),
    String(Math.round(throughput?.p50 ?? Number.NaN)),
    us(service?.p50),
    String(probed.p50Us),
    us(service?.p99),
    String(probed.p99Us),
    share(mean(({ health }) => health.eventLoopUtilization)),
    share(mean(({ health }) => health.cpuWaitShare ?? Number.NaN)),
    result.status,
  ]
}

async function rowsOf(name: string, url: string): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = []
  for (const users of USERS) {
    rows.push(row(name, users, await measure(url, users)))
    await using _ = new SpinningNeighbour()
    rows.push(row(`${name}, with a neighbour`, users, await measure(url, users)))
  }
  return rows
}

const HEAD = [
  ...['server', 'users', 'requests/s', 'service p50 µs', 'idle client p50', 'service p99 µs'],
  ...['idle client p99', 'loop busy', 'waited for a CPU', 'status'],
]

async function main(): Promise<void> {
  await using fast = await FastServer.start()
  await using hello = await HelloServer.start()
  const rows = [...(await rowsOf(fast.kind, fast.url)), ...(await rowsOf('node:http', hello.url))]
  console.log(markdownTable([HEAD, ...rows]))
}

await main()
