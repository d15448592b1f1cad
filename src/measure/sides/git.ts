import { ExitCode, PlimsollError } from '../../kernel/errors.ts'
import { type CommandEnd, lastLines, runCommand } from './command.ts'

/** Asks git, and has it make and remove worktrees. */

/** How long git may take to answer a question. */
const ASK_TIMEOUT_MS = 30_000

/**
 * Set by git for its hooks, in one of which plimsoll may run. They would point every command at the repository's own
 * working tree. @see `git rev-parse --local-env-vars`
 */
const LOCAL_VARIABLES = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_NAMESPACE',
]

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
    env: gitEnvironment(),
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

function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LOCAL_VARIABLES.includes(name))
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Large files are not what code is made of, and fetching them may take for ever.
    GIT_LFS_SKIP_SMUDGE: '1',
    LC_ALL: 'C',
  }
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
