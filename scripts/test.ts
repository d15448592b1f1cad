/**
 * Runs the suites and ends with a table and one line of totals. A suite that fails does not keep the next from running.
 * `node scripts/test.ts [suite…]`; `static` names the static part; none means everything.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { allSuites, staticSuites, steps, type Suite } from './suites.ts'
import { type Listener, runTool, type ToolResult } from './tools.ts'

/** What became of a suite's tests. */
interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** A line of the table. */
interface Outcome extends Counts {
  /** What failed, and how: repeated at the end, where it is found. */
  readonly failures: readonly string[]
  readonly suite: string
  readonly seconds: number
  readonly note: string
}

/** The part of Vitest's JSON report that is read. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

const INTERRUPTED = 130

/** Lines of a failure's message that the end repeats. */
const FAILURE_LINES = 12

let interrupted = false
// The terminal sends Ctrl-C to the running suite too; here it only keeps the next from starting.
process.on('SIGINT', () => {
  interrupted = true
})

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-tests-'))
try {
  const started = performance.now()
  const chosen = chosenSuites(process.argv.slice(2))
  const outcomes: Outcome[] = []
  for (const step of steps) {
    const lists = step.map((list) => list.filter((suite) => chosen.includes(suite)))
    // What is asked for alone is shown as it comes.
    const ran = await Promise.all(lists.filter(({ length }) => length > 0).map(runList))
    outcomes.push(...ran.flat())
  }
  process.stdout.write(summaryOf(outcomes, (performance.now() - started) / 1000))
  const failed = outcomes.some((outcome) => outcome.failed > 0)
  process.exitCode = interrupted ? INTERRUPTED : Number(failed)
} finally {
  await rm(folder, { recursive: true, force: true })
}

function chosenSuites(names: readonly string[]): readonly Suite[] {
  if (names.length === 0) return allSuites
  const known = ['static', ...allSuites.map((suite) => suite.name)]
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(
      `No suite is named ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`,
    )
    process.exit(2)
  }
  return allSuites.filter(
    (suite) =>
      names.includes(suite.name) || (names.includes('static') && staticSuites.includes(suite)),
  )
}

/** One suite after the other. What runs beside the first list is shown whole as each of its suites ends. */
async function runList(suites: readonly Suite[], place: number): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const suite of suites) {
    if (interrupted) break
    let held = ''
    const hold: Listener | undefined = place === 0 ? undefined : (text) => (held += text)
    const outcome = await runSuite(suite, hold)
    process.stdout.write(held)
    outcomes.push(outcome)
  }
  return outcomes
}

/** @param listener gets all that is to be shown of it; absent = it is shown as it comes */
async function runSuite(suite: Suite, listener?: Listener): Promise<Outcome> {
  const show = listener ?? ((text: string) => process.stdout.write(text))
  show(`\n━━ ${suite.name} ━━\n`)
  const started = performance.now()
  const report = join(folder, `${suite.name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = suite.kind === 'vitest' ? [...suite.run, ...reporters] : suite.run
  const result = await runTool(command, suite.timeoutMs, listener)
  const seconds = (performance.now() - started) / 1000
  const read = suite.kind === 'vitest' ? await readReport(report) : undefined
  const counts = suite.kind === 'vitest' ? countTests(read, result) : countOne(result)
  const outcome = {
    suite: suite.name,
    seconds,
    ...counts,
    note: noteOn(result, suite, counts),
    failures: read === undefined ? [] : failuresIn(read),
  }
  show(`━━ ${suite.name}: ${wordFor(outcome)} in ${seconds.toFixed(1)} s\n`)
  return outcome
}

function countOne({ code }: ToolResult): Counts {
  const passed = Number(code === 0)
  return { passed, failed: 1 - passed, skipped: 0 }
}

function countTests(report: VitestReport | undefined, result: ToolResult): Counts {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const passed = report.numPassedTests
  // A file that does not load, an error outside a test, or no test at all fails the suite and is no failed test.
  const broken = result.code !== 0 || !report.success || passed === 0
  const failed = report.numFailedTests > 0 ? report.numFailedTests : Number(broken)
  return { passed, failed, skipped: report.numPendingTests + report.numTodoTests }
}

/** Each test, or file, that failed: where, and the first lines of why. */
function failuresIn({ testResults }: VitestReport): readonly string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && message !== '') return [said(file, message)]
    return failed.map((test) => said(`${file} > ${test.fullName}`, test.failureMessages.join('\n')))
  })
}

function said(what: string, why: string): string {
  return [what, ...why.split('\n').slice(0, FAILURE_LINES)].join('\n    ')
}

async function readReport(path: string): Promise<VitestReport | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}

function noteOn(result: ToolResult, suite: Suite, counts: Counts): string {
  if (result.timedOut) return `ended after ${suite.timeoutMs / 1000} s`
  if (suite.kind === 'vitest' && counts.passed === 0 && result.code === 0) return 'no tests'
  return ''
}

function wordFor(outcome: Outcome): string {
  return outcome.failed > 0 ? 'FAILED' : 'passed'
}

function summaryOf(outcomes: readonly Outcome[], seconds: number): string {
  const total = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + pick(outcome), 0)
  const rows = outcomes.map((outcome) => rowOf(outcome))
  const skipped = total((outcome) => outcome.skipped)
  const totals = `${total((outcome) => outcome.passed)} passed, ${total((outcome) => outcome.failed)} failed`
  return [
    '',
    rowOf({
      suite: 'suite',
      seconds: 'seconds',
      passed: 'passed',
      failed: 'failed',
      skipped: 'skipped',
    }),
    ...rows,
    '',
    ...outcomes.flatMap(({ suite, failures }) =>
      failures.map((failure) => `FAILED ${suite}: ${failure}\n`),
    ),
    `${seconds.toFixed(1)} s in all`,
    skipped > 0 ? `${totals}, ${skipped} skipped` : totals,
    '',
  ].join('\n')
}

/** A row, or the heading. */
interface Cells extends Record<keyof Counts, number | string> {
  readonly suite: string
  readonly seconds: number | string
  readonly note?: string
}

function rowOf(cells: Cells): string {
  const seconds = typeof cells.seconds === 'number' ? cells.seconds.toFixed(1) : cells.seconds
  const numbers = [seconds, cells.passed, cells.failed, cells.skipped]
  const columns = numbers.map((cell) => String(cell).padStart(9)).join('')
  return `${cells.suite.padEnd(14)}${columns}  ${cells.note ?? ''}`.trimEnd()
}
