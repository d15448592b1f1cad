import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands/index.ts'
import type { Command } from '../../src/cli/command.ts'
import type { Io } from '../../src/cli/io.ts'
import { buildProgram, type Parsed } from '../../src/cli/program.ts'
import { sharedTempDir } from '../support/folders.ts'
import { repositoryPath } from '../support/process.ts'
import { type FailureDocument, failureOf, plimsoll } from './cli-project.ts'

const cwd = sharedTempDir()

/** Every command and group, as it is typed. */
const paths: readonly (readonly string[])[] = COMMANDS.flatMap((entry) =>
  'run' in entry
    ? [[entry.name]]
    : [[entry.name], ...entry.commands.map(({ name }) => [entry.name, name])],
)
const commands: readonly Command[] = COMMANDS.flatMap((entry) =>
  'run' in entry ? [entry] : entry.commands,
)

describe('--help', () => {
  test('of plimsoll itself', async () => {
    const { code, stdout, stderr } = await plimsoll(cwd, ['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`Usage: plimsoll [options] [command]

Performance testing for TypeScript and Node.js services.

Options:
  -V, --version              print the version
  -h, --help                 print this

Commands:
  init                       write a configuration, an example perf file and a
                             CI workflow
  run [filters...]           benchmark scenarios, record the run, judge their
                             budgets
  compare [run]              judge a recorded run by a baseline; measures
                             nothing
  check [filters...]         run, compare, settle doubts by a duet, write
                             reports: one exit code for CI
  duet [baseline] [current]  two revisions in one process: a verdict per
                             scenario and stage
  noise [filters...]         what identical code differs by on this machine: the
                             floor of every gate
  load [what...]             load one address, or scenarios, by a schedule;
                             judge and record what came of it
  baseline                   named pointers to runs that others are judged by
  history [filters...]       how results moved from run to run, and where their
                             level changed
  report [run]               write reports of a recorded run; measures nothing
  serve                      show what is recorded, and what is under way, as
                             pages in a browser
  merge <runs...>            several runs of one revision (shards, repeats) as
                             one
  export [run]               write a run record to stdout, or to --out
  import <files...>          take run records into the store: all of them or
                             none
  store                      care for the store of runs
  doctor                     is this machine, project and store fit to measure?

Examples:
  plimsoll init          write an example to start from
  plimsoll run           measure every scenario
  plimsoll baseline set  later runs are judged by this one
  plimsoll check         measure, compare, write reports: what CI runs

Exit codes: 0 passed · 1 regressed or over budget · 2 usage · 3 no verdict
            4 a scenario failed · 5 store · 70 bug · 130 interrupted
`)
  })

  test('of every command and subcommand has examples, and fits 80 columns', async () => {
    expect(paths.length).toBeGreaterThan(20)
    const helps = await Promise.all(
      paths.map(async (path) => ({ path, ...(await plimsoll(cwd, [...path, '--help'])) })),
    )
    for (const { path, code, stdout, stderr } of helps) {
      const name = `plimsoll ${path.join(' ')}`
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' })
      expect(stdout).toContain(`Usage: ${name} [`)
      expect(stdout).toMatch(new RegExp(`Examples:\\n  (\\w+=\\S+ )?${name}`))
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(stdout).not.toContain('\u001B')
    }
  })

  test('names the flags that every command takes', async () => {
    const { stdout } = await plimsoll(cwd, ['export', '--help'])
    for (const flag of ['--store', '--config', '--seed', '--quiet', '--json', '--debug']) {
      expect(stdout).toMatch(new RegExp(`^  ${flag} `, 'm'))
    }
  })

  test('has durations as they are typed', async () => {
    const { stdout } = await plimsoll(cwd, ['run', '--help'])
    expect(stdout).toContain('measured time in each launch (default: 500ms)')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'longest for each step of a launch, beside its time to measure (default: 2m)',
    )
  })

  test('is what plimsoll help gives', async () => {
    const [asked, flag] = await Promise.all([
      plimsoll(cwd, ['help', 'baseline', 'set']),
      plimsoll(cwd, ['baseline', 'set', '--help']),
    ])
    expect(asked).toEqual(flag)
  })

  test('every example is a command line that its command takes', async () => {
    const io: Io = { out: fail, err: fail, outLook: LOOK, errLook: LOOK, live: false }
    const entries = commands.flatMap((command) =>
      command.examples.map((example) => ({ command, example })),
    )
    expect(entries.length).toBeGreaterThan(20)
    for (const { command, example } of entries) {
      let parsed: Parsed | undefined
      const program = buildProgram(COMMANDS, io, (result) => {
        parsed = result
      })
      await program.parseAsync(wordsOf(example.command), { from: 'user' })
      expect(parsed?.command.name, example.command).toBe(command.name)
    }
  })
})

/** The words behind `plimsoll`, as a shell would give them. */
function wordsOf(line: string): string[] {
  const [command = ''] = line.replace(/^\w+=\S+ /, '').split(' > ')
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, a, b]) => a ?? b ?? '').slice(1)
}

const LOOK = { width: 80, color: false }
const fail = (text: string): never => expect.fail(`printed ${text}`)

test('--version is the package’s', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(repositoryPath, 'package.json'), 'utf8'))
  const version: unknown = Reflect.get(Object(manifest), 'version')
  const results = await Promise.all([plimsoll(cwd, ['--version']), plimsoll(cwd, ['-V'])])
  for (const result of results) {
    expect(result).toMatchObject({ code: 0, stdout: `${String(version)}\n`, stderr: '' })
  }
})

describe('misuse', () => {
  test.each<[readonly string[], string, string]>([
    [[], 'no command was given', 'plimsoll run measures; plimsoll --help lists the commands'],
    [['rnu'], "unknown command 'rnu' (Did you mean run?)", 'plimsoll --help lists the commands'],
    [
      ['store', 'verfy'],
      "unknown command 'verfy' (Did you mean verify?)",
      'plimsoll store --help lists its commands',
    ],
    [
      ['baseline'],
      'baseline needs to know what to do',
      'say one of: set, accept, show, list, rollback, remove',
    ],
    [
      ['run', '--lanches', '3'],
      "unknown option '--lanches' (Did you mean --launches?)",
      'plimsoll run --help lists what it takes',
    ],
    [
      ['run', '--launches'],
      "option '--launches <n>' argument missing",
      'plimsoll run --help lists what it takes',
    ],
    [['import'], "missing required argument 'files'", 'plimsoll import --help lists what it takes'],
    [
      ['compare', 'one', 'two'],
      "too many arguments for 'compare'. Expected 1 argument but got 2: one, two.",
      'plimsoll compare --help lists what it takes',
    ],
    [
      ['--quiet', 'run'],
      "unknown option '--quiet'",
      'flags come after the command: plimsoll run --json',
    ],
  ])('plimsoll %j', async (args, message, hint) => {
    const { code, stdout, stderr } = await plimsoll(cwd, args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`plimsoll: ${message} (USAGE)\n  ${hint}\n`)
  })

  test('is one JSON document with --json, wherever it stands', async () => {
    expect(await failureOf(cwd, ['rnu'])).toMatchObject({ code: 'USAGE', exitCode: 2 })
    const { code, stdout } = await plimsoll(cwd, ['--json', 'run'])
    const { error } = JSON.parse(stdout) as FailureDocument
    expect({ code, error: error.code }).toEqual({ code: 2, error: 'USAGE' })
  })

  test('what is wrong with flags’ values is all said at once', async () => {
    const error = await failureOf(cwd, [
      'run',
      '--launches',
      'many',
      '--time',
      'soon',
      '--label',
      'x',
    ])
    expect(error).toMatchObject({ code: 'BAD_SETTINGS', exitCode: 2 })
    expect(error.problems).toEqual([
      '--launches: expected a whole number from 1 to 1000, got "many"',
      expect.stringMatching(/^--time: expected .*got "soon"$/),
      '--label: expected labels such as service=api, got "x"',
    ])
  })
})
