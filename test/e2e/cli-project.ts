import { join } from 'node:path'
import { expect } from 'vitest'
import type { Result, Run } from '../../src/model/run.ts'
import { openStore } from '../../src/record/index.ts'
import { freshProject, type ProjectFiles } from '../support/folders.ts'
import { type SampleOptions, sampleRun } from '../support/runs.ts'
import {
  type ProcessResult,
  type RunningProcess,
  runCli,
  runProcess,
  startCli,
} from '../support/process.ts'

/** What the end-to-end tests of the command line share. */

/** Where a project's store is, relative to it. */
export const STORE = join('.plimsoll', 'history.db')

/** Measures as little as will do. */
export const QUICK: readonly string[] = ['--launches', '2', '--time', '20', '--warm-up', '20']

/** Runs a command in a folder; the test fails if it does not end by itself. */
export async function plimsoll(
  cwd: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<ProcessResult> {
  const result = await runCli(args, { cwd, ...options })
  expect(result.timedOut, `plimsoll ${args.join(' ')} hangs`).toBe(false)
  return result
}

/** A project whose store holds these runs, the last one the newest. */
export async function projectWith(runs: readonly Run[], files: ProjectFiles = {}): Promise<string> {
  const cwd = await freshProject(files)
  await commitRuns(cwd, runs)
  return cwd
}

/** Commits runs to a project's store. */
export async function commitRuns(cwd: string, runs: readonly Run[]): Promise<void> {
  await using store = await openStore(STORE, { cwd })
  await store.commitAll(runs)
}

/** Starts a command, for tests that meddle with it while it runs. */
export function startPlimsoll(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningProcess {
  return startCli(args, { cwd, env })
}

/** Points a baseline at a run that the store holds. */
export async function pointBaseline(cwd: string, name: string, run: Run): Promise<void> {
  await using store = await openStore(STORE, { cwd })
  await store.baselines.set({ name, run: run.id, reason: '', setAt: '2026-11-02T10:00:00.000Z' })
}

/** A run that started so many seconds after others; made by the same options it is the same run. */
export function runAt(second: number, options: SampleOptions = {}): Run {
  const startedAt = new Date(Date.UTC(2026, 10, 2, 9, 30, second)).toISOString()
  return sampleRun({ seed: second + 1, startedAt, ...options })
}

/** The run, with its last scenario failed. */
export function withFailure(run: Run): Run {
  const results = run.results.map((result, index): Result => {
    if (index < run.results.length - 1) return result
    const errors = [{ code: 'SCENARIO_THREW', count: 1, example: 'the decoder is gone' }]
    return { ...result, status: 'failed', errors, metrics: {}, stages: [], launches: [] }
  })
  return { ...run, status: 'failed', results }
}

/** Ids of a store's runs, newest first. */
export async function runIds(cwd: string): Promise<string[]> {
  await using store = await openStore(STORE, { cwd })
  return (await store.list()).map(({ id }) => id)
}

/** The one JSON document that a command printed. */
export function documentOf({ stdout }: ProcessResult): unknown {
  return JSON.parse(stdout)
}

/** What `--json` prints of a failure. */
export interface FailureDocument {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hint: string
    readonly exitCode: number
    readonly problems: readonly string[]
  }
}

/** Runs a command that must fail, and gives what `--json` says of it; the exit code must be the document's. */
export async function failureOf(
  cwd: string,
  args: readonly string[],
  options: Parameters<typeof plimsoll>[2] = {},
): Promise<FailureDocument['error']> {
  const result = await plimsoll(cwd, [...args, '--json'], options)
  const { error } = documentOf(result) as FailureDocument
  expect(Object.keys(error)).toEqual(['code', 'message', 'hint', 'exitCode', 'problems'])
  expect(result.code).toBe(error.exitCode)
  expect(result.stderr).toContain(`plimsoll: ${error.message} (${error.code})`)
  expect(result.stderr).toContain(`\n  ${error.hint}\n`)
  expect(result.stderr).not.toMatch(/\n\s+at |node:internal/)
  return error
}

/** Runs git with a fixed identity and no configuration of the machine's own. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  const result = await runProcess('git', [...identity, ...args], { cwd, env })
  expect(result.code, result.stderr).toBe(0)
  return result.stdout.trim()
}

/** Makes the folder a repository whose branch is `main`, with everything in it committed. */
export async function gitInit(cwd: string): Promise<void> {
  await git(cwd, 'init', '--quiet', '--initial-branch=main')
  await commitAll(cwd, 'first')
}

/** Commits everything; gives the commit. */
export async function commitAll(cwd: string, message: string): Promise<string> {
  await git(cwd, 'add', '--all')
  await git(cwd, 'commit', '--quiet', '--allow-empty', `--message=${message}`)
  return git(cwd, 'rev-parse', 'HEAD')
}
