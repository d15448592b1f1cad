/**
 * What memory load tests take: of WebSocket connections, the growth of the generator's worker from 10 connections to
 * many, while messages go to and fro; and of a long schedule, a day's beside a minute's, in compressed time. Linux only.
 *
 *     npm run bench:load-memory -- [ROUNDS] [CONNECTIONS] [DAY IN SECONDS; 0 = leave it out]
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readPageBytes, readStat } from '../src/measure/target/resources/proc.ts'
import type { Run } from '../src/model/run.ts'
import { median, sorted } from '../src/stats/index.ts'
import type { Lasting } from './load/day.ts'
import { treeOf } from './load/process-tree.ts'
import { markdownTable, spread } from './load/table.ts'

const TARGET_MB_PER_THOUSAND = 20

/** What a generator takes that has hardly any connection. */
const FEW = 10
const THOUSAND = 1000

/** Messages, of all connections together: each sends and receives some of them. */
const RATE = 1000
const DURATION_S = 10
const LOOK_EVERY_MS = 100

const [rounds = 3, many = 10_000, day = 86_400] = process.argv.slice(2).map(Number)

const one = join(import.meta.dirname, 'load/one.ts')
const plimsoll = join(import.meta.dirname, '../bin/plimsoll.js')
const source = '--conditions=plimsoll-source'

/** Largest resident memory of the generator's worker, and what became of its iterations. */
interface Held {
  readonly mostMB: number
  readonly run: Run
}

async function hold(url: string, connections: number): Promise<Held> {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  const flags = ['--rate', `${RATE}/s`, '--connections', String(connections), '--workers', '1']
  const rest = [...flags, '--duration', `${DURATION_S}s`, '--json', '--quiet']
  const child = spawn(process.execPath, [source, plimsoll, 'load', url, ...rest], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString()
  })
  const closed = once(child, 'close', { signal: AbortSignal.timeout(120_000) })
  const isOver = closed.then(() => true)
  let mostMB = 0
  while (!(await Promise.race([isOver, delay(LOOK_EVERY_MS, false)]))) {
    mostMB = Math.max(mostMB, residentMB(child.pid ?? Number.NaN))
  }
  rmSync(cwd, { recursive: true, force: true })
  return { mostMB, run: JSON.parse(out) as Run }
}

const pageBytes = readPageBytes() ?? 4096

/** Of the workers: the process that was started supervises them, and holds no connection. */
function residentMB(root: number): number {
  const [, ...workers] = treeOf(root)
  const pages = workers.map((pid) => readStat(pid)?.rssPages ?? 0)
  return (pages.reduce((sum, each) => sum + each, 0) * pageBytes) / 1e6
}

async function measureConnections(): Promise<void> {
  const server = spawn(process.execPath, [source, one, 'webSockets'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said: unknown[] = await once(server.stdout, 'data')
  const url = `ws://127.0.0.1:${Number(String(said[0]))}/`
  const counts = [FEW, THOUSAND, many]
  const seen = new Map<number, Held[]>(counts.map((count) => [count, []]))
  for (let round = 0; round < rounds; round++) {
    for (const count of counts) seen.get(count)?.push(await hold(url, count))
  }
  server.kill()
  const base = median(sorted((seen.get(FEW) ?? []).map(({ mostMB }) => mostMB)))
  const perThousand = ({ mostMB }: Held, count: number): number =>
    ((mostMB - base) / count) * THOUSAND
  const rows = [...seen].map(([count, all]) => [
    String(count),
    spread(
      all.map(({ mostMB }) => mostMB),
      0,
    ),
    count === FEW
      ? '–'
      : spread(
          all.map((held) => perThousand(held, count)),
          1,
        ),
    String(all.reduce((sum, { run }) => sum + (run.results[0]?.counts.completed ?? 0), 0)),
    String(all.reduce((sum, { run }) => sum + (run.results[0]?.counts.failed ?? 0), 0)),
  ])
  console.log(
    `WebSockets, ${RATE} messages/s for ${DURATION_S} s, ${rounds} rounds: median (range)\n`,
  )
  const head = ['connections', 'resident MB', 'MB per 1,000', 'answered', 'failed']
  console.log(markdownTable([head, ...rows]))
  const most = (seen.get(many) ?? []).map((held) => perThousand(held, many))
  const isReached = median(sorted(most)) <= TARGET_MB_PER_THOUSAND
  console.log(`${isReached ? 'reached' : 'missed'}: ≤ ${TARGET_MB_PER_THOUSAND} MB per 1,000\n`)
}

function lasting(seconds: number): Lasting {
  const args = ['--expose-gc', source, one, 'day', String(seconds)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Lasting
}

function measureDay(): void {
  const rows = [60, day].map((seconds) => {
    const { arrivals, heapMB, externalMB, rssMB, windows, recordMB } = lasting(seconds)
    return [
      `${seconds} s`,
      String(arrivals),
      heapMB.toFixed(1),
      externalMB.toFixed(1),
      rssMB.toFixed(0),
      String(windows),
      recordMB.toFixed(2),
    ]
  })
  const head = [
    'schedule',
    'arrivals',
    'heap MB',
    'external MB',
    'resident MB',
    'windows',
    'record MB',
  ]
  console.log('A schedule in compressed time; the most that was seen after a collection\n')
  console.log(markdownTable([head, ...rows]))
}

await measureConnections()
if (day > 0) measureDay()
