import { execFile } from 'node:child_process'

/** Asks git, and waits no longer than {@link TIME_OUT_MS}. */

const TIME_OUT_MS = 15_000

/**
 * What git printed, trimmed; `undefined` when it failed, whatever the reason: no git, no repository, no such revision.
 * Never asks for a password and never takes a lock.
 */
export function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' }
    const options = { cwd, env, timeout: TIME_OUT_MS, maxBuffer: 2 ** 24, windowsHide: true }
    execFile('git', [...args], options, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    )
  })
}
