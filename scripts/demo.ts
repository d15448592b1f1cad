import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Comparison, ScenarioComparison, Verdict } from '../src/index.ts'
import { formatChange, formatChangeInterval } from '../src/show/text/quantity.ts'
import { repositoryPath } from './tools.ts'

/**
 * The main job on real input: measures the example service, sets a baseline, measures again, compares and writes
 * reports, with the command line as a user has it. Everything it makes is in a folder of its own below `.plimsoll`.
 */

/** Five launches: fewer are too few to judge by. Short ones, so that both runs take about a minute together. */
const BENCH = ['--launches', '5', '--time', '100ms', '--warm-up', '250ms']

/** Longest that one command may take. */
const TIMEOUT_MS = 180_000
const GRACE_MS = 5_000

/** Passed, red, and no verdict possible: what a command may find. Everything else means that it could not do its work. */
const FINDINGS: ReadonlySet<number> = new Set([0, 1, 3])

const INTRODUCTION = `A small speech service, examples/listener, is measured twice, and the second run
is judged by the first. It takes about a minute: the launches are short, since
this is for looking.
`

const INTERRUPTED = 130

async function demo(): Promise<number> {
  const folder = freshFolder()
  const settings = {
    PLIMSOLL_STORE: `sqlite:${folder}/history.db`,
    PLIMSOLL_INCLUDE: 'examples/listener/**/*.perf.ts',
    PLIMSOLL_BASELINE: 'demo',
    PLIMSOLL_REPORT_OUT: `${folder}/reports`,
    PLIMSOLL_REPORT_FORMATS: 'markdown,json,junit,csv',
  }
  say(INTRODUCTION)
  for (const [name, value] of Object.entries(settings)) say(bold(`$ export ${name}='${value}'`))
  const commands = [
    ['run', ...BENCH],
    ['baseline', 'set'],
    ['check', ...BENCH],
  ]
  for (const command of commands) {
    const code = await plimsoll(command, settings)
    if (!FINDINGS.has(code)) return failed(command, code)
  }
  say()
  say(closingWords(folder))
  return 0
}

/** Where the demo keeps what it makes, relative to the checkout where that can be written. */
function freshFolder(): string {
  const folder = '.plimsoll/demo'
  try {
    rmSync(join(repositoryPath, folder), { recursive: true, force: true })
    mkdirSync(join(repositoryPath, folder), { recursive: true })
    return folder
  } catch {
    return mkdtempSync(join(tmpdir(), 'plimsoll-demo-'))
  }
}

/** Runs one command from source, its output going where ours goes. */
function plimsoll(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  say()
  say(bold(`$ plimsoll ${args.join(' ')}`))
  const bin = join(repositoryPath, 'bin/plimsoll.js')
  const child = spawn(process.execPath, ['--conditions=plimsoll-source', bin, ...args], {
    cwd: repositoryPath,
    env: { ...withoutSettings(process.env), ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const timer = setTimeout(() => {
    process.stderr.write(`It takes longer than ${TIMEOUT_MS / 1000} s and is ended.\n`)
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
  }, TIMEOUT_MS)
  const ended = Promise.withResolvers<number>()
  child.once('error', ended.reject)
  child.once('exit', (code) => {
    clearTimeout(timer)
    ended.resolve(code ?? 1)
  })
  return ended.promise
}

/** A user's own settings would make it another demo. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PLIMSOLL_')))
}

function failed(command: readonly string[], code: number): number {
  const what = code === INTERRUPTED ? 'was interrupted' : 'could not do its work'
  say()
  say(`plimsoll ${command[0]} ${what} (exit ${code}, see docs/exit-codes.md).`)
  return code
}

/** The verdicts in short, what they mean where nothing had changed, and where the reports are. */
function closingWords(folder: string): string {
  const reports = resolve(repositoryPath, folder, 'reports')
  const { scenarios } = JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8')) as Comparison
  return [
    bold('In short'),
    ...scenarios.map(verdictLine),
    '',
    ...meaning(scenarios),
    '',
    `Reports: ${join(folder, 'reports')} (report.md is what a pull request would show)`,
  ].join('\n')
}

function verdictLine({ key, verdict, ratio, interval }: ScenarioComparison): string {
  const numbers = [formatChange(ratio).padStart(8), formatChangeInterval(interval).padStart(17)]
  return `  ${verdict.padEnd(14)} ${key.padEnd(31)}${numbers.join('')}`
}

/** Both runs measured the same code, so that every change that is called is a false alarm. */
function meaning(scenarios: readonly ScenarioComparison[]): readonly string[] {
  const of = (...verdicts: Verdict[]): number =>
    scenarios.filter(({ verdict }) => verdicts.includes(verdict)).length
  const called = of('regressed', 'improved')
  return [
    'Nothing had changed between the two runs.',
    ...(of('unchanged') === 0 ? [] : [UNCHANGED]),
    ...(of('inconclusive') === 0 ? [] : [INCONCLUSIVE]),
    ...(called === 0 ? [] : [`- ${called} of ${scenarios.length} ${CALLED}`]),
  ]
}

const UNCHANGED = '- unchanged is a finding: surely within 10 % either way.'
const INCONCLUSIVE = `- inconclusive: this machine was too unsteady for so few and short launches to
  tell. The comparison above says how many would do, if any.`
const CALLED = `were called changed all the same. A machine that is faster or slower as
  a whole during one of two runs does that, and no rule over stored runs can see
  it (docs/statistics.md).`

const bold = (text: string): string =>
  process.stdout.isTTY && !process.env['NO_COLOR'] ? `\u001b[1m${text}\u001b[22m` : text

function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

process.on('SIGINT', () => undefined)
process.exitCode = await demo()
