import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { SETTINGS } from '../src/define/index.ts'
import { duetConcurrencyOn } from '../src/measure/index.ts'
import { compare } from './gate/compare.ts'
import { judgeRecord, stopRule } from './gate/judge.ts'
import { BusyNeighbour } from './gate/neighbour.ts'
import { ENOUGH, type GateOptions, readOptions, USAGE } from './gate/options.ts'
import { appendRecord, type GateRecord, readRecords } from './gate/records.ts'
import { schedule, type Step } from './gate/schedule.ts'
import { SideFolders } from './gate/sides.ts'
import { reportOf } from './gate/table.ts'
import { workloads } from './gate/workloads.ts'

/**
 * How often plimsoll's own gate is right, on this machine: identical code, and slowdowns of known size, by many
 * workloads, beside the rules that users have today. Takes hours; can be interrupted and resumed.
 *
 *     npm run bench:gate -- --quick
 */

const INTERRUPTED = 130
const USAGE_ERROR = 2

/** The defaults of `plimsoll duet`. */
const TIMES = {
  timeMs: SETTINGS.duetTimeMs.default,
  warmUpMs: SETTINGS.duetWarmUpMs.default,
  budgetMs: SETTINGS.duetBudgetMs.default,
  concurrency: duetConcurrencyOn(availableParallelism()),
}

const interruption = new AbortController()
process.once('SIGINT', () => interruption.abort())
process.once('SIGTERM', () => interruption.abort())

const options = optionsOf(process.argv.slice(2))
const known = await readRecords(options.out)
const records = options.judgeOnly ? known : await measureAll(known)
const report = reportOf(records, judgeRecord)
await writeFile(options.table, `${report}\n`)
process.stdout.write(`\n${report}\n`)
if (interruption.signal.aborted) process.exitCode = INTERRUPTED

function optionsOf(args: readonly string[]): GateOptions {
  try {
    const read = readOptions(args)
    if (read !== 'help') return read
    process.stdout.write(USAGE)
    process.exit()
  } catch (thrown) {
    process.stderr.write(`${String(thrown)}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

/** Adds to what is known until there is enough, the time is over, or someone interrupts. */
async function measureAll(before: readonly GateRecord[]): Promise<GateRecord[]> {
  await using folders = await SideFolders.open()
  await using neighbour = new BusyNeighbour()
  const all = [...before]
  const done = new Set(all.map(({ id }) => id))
  const bench = {
    folders,
    machine: machineName(),
    commit: commitName(),
    decide: stopRule(options.processes),
    plainEvery: options.plainEvery,
    times: options.processes === undefined ? TIMES : { ...TIMES, budgetMs: 600_000 },
    signal: interruption.signal,
  }
  const deadline = performance.now() + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000
  for (const step of schedule(workloads, options.seed)) {
    if (interruption.signal.aborted || performance.now() > deadline) break
    if (options.minutes === undefined && alikeAmong(all) >= ENOUGH) break
    if (done.has(step.id) || !isChosen(step)) continue
    await neighbour.set(step.neighbour)
    const record = await compare(step, bench)
    if (record === undefined) break
    all.push(record)
    await appendRecord(options.out, record)
    tell(record, all)
  }
  return all
}

function isChosen({ workload, neighbour, injectedPercent }: Step): boolean {
  const { only, injected } = options
  return (
    (options.neighbour === 'both' || neighbour === (options.neighbour === 'only')) &&
    (only.length === 0 || only.some((part) => workload.name.includes(part))) &&
    (injected.length === 0 || injected.includes(injectedPercent)) &&
    !(options.tunedOnly && workload.heldOut)
  )
}

function alikeAmong(all: readonly GateRecord[]): number {
  return all.filter(({ injectedPercent }) => injectedPercent === 0).length
}

function tell(record: GateRecord, all: readonly GateRecord[]): void {
  const verdict =
    judgeRecord(record)?.verdict ?? record.failure?.example ?? record.obstacle ?? 'not made'
  const seconds = ((record.duetMs + record.plainMs) / 1e3).toFixed(1)
  process.stderr.write(
    `${all.length} (${alikeAmong(all)} A/A)  ${record.id.padEnd(36)} ${verdict}, ${record.launches.length} processes, ${seconds} s\n`,
  )
}

function machineName(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model ?? 'unknown'}, Node ${process.versions.node}`
}

/** Empty outside a checkout. */
function commitName(): string {
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const
  return spawnSync('git', ['rev-parse', '--short', 'HEAD'], options).stdout.trim()
}
