import { ExitCode, PlimsollError } from '../../kernel/errors.ts'
import { gitEnvironment } from '../revision/git.ts'
import { type CommandEnd, lastLines, runCommand } from './command.ts'

/** Asks git, and has it make and remove worktrees. */

/** How long git may take to answer a question. */
const ASK_TIMEOUT_MS = 30_000

/** The user's hooks don't run (none of them was written for our worktrees), and nothing is watched or translated. */
const SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
]

/** Where and how long. */
export interface GitOptions {
  readonly cwd: string
  readonly signal: AbortSignal
  readonly timeoutMs?: number
}

/** Runs git. It never asks for a password. @throws PlimsollError GIT_MISSING; GIT_TIMED_OUT */
export async function runGit(args: readonly string[], options: GitOptions): Promise<CommandEnd> {
  const { timeoutMs = ASK_TIMEOUT_MS, cwd, signal } = options
  const end = await runCommand({
    command: 'git',
    args: [...SETTINGS, ...args],
    cwd,
    // Large files are not what code is made of, and fetching them may take for ever.
    env: { ...gitEnvironment(), GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' },
    timeoutMs,
    signal,
  })
  if (end.missing) throw gitMissing()
  if (end.timedOut) throw gitTimedOut(args, timeoutMs)
  return end
}

/** What git printed, trimmed at its end; `undefined` when it failed. */
export async function askGit(
  args: readonly string[],
  options: GitOptions,
): Promise<string | undefined> {
  const { code, stdout } = await runGit(args, options)
  return code === 0 ? stdout.trimEnd() : undefined
}

/** The paths that git lists with `-z`. None when it fails. */
export async function listGit(
  args: readonly string[],
  options: GitOptions,
): Promise<readonly string[]> {
  const { code, stdout } = await runGit(args, options)
  return code === 0 ? stdout.split('\0').filter((path) => path !== '') : []
}

/** What git said was wrong, in one line. */
export function gitComplaint({ tail }: CommandEnd): string {
  const lines = lastLines(tail)
  const line =
    lines.find((text) => /^(?:fatal|error):/.test(text)) ?? lines.at(-1) ?? 'it said nothing'
  return line.replace(/^(?:fatal|error):\s*/, '')
}

function gitMissing(): PlimsollError {
  return new PlimsollError({
    code: 'GIT_MISSING',
    message: 'git is not installed, or not on the PATH',
    hint: 'install git: a duet of two revisions checks one of them out',
    exitCode: ExitCode.usage,
  })
}

function gitTimedOut(args: readonly string[], timeoutMs: number): PlimsollError {
  return new PlimsollError({
    code: 'GIT_TIMED_OUT',
    message: `git ${args[0] ?? ''} took longer than ${timeoutMs / 1000} s`,
    hint: 'try the same git command by hand: a filter, a network drive or a missing object may hold it up',
    exitCode: ExitCode.usage,
  })
}
