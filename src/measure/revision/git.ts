import { execFile } from 'node:child_process'

/** Asks git, and waits no longer than {@link TIME_OUT_MS}. */

const TIME_OUT_MS = 15_000

/**
 * What git printed, trimmed; `undefined` when it failed, whatever the reason: no git, no repository, no such revision.
 * Never asks for a password and never takes a lock.
 */
export function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = {
      cwd,
      env: gitEnvironment(),
      timeout: TIME_OUT_MS,
      maxBuffer: 2 ** 24,
      windowsHide: true,
    }
    execFile('git', [...args], options, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    )
  })
}

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

/** The environment for git: the folder alone decides which repository is meant. It asks nobody and takes no lock. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LOCAL_VARIABLES.includes(name))
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
}
