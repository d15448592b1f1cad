import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { killGroup } from '../../processes/child.ts'

/** Runs a command to its end: git, a package manager, what the project prepares itself with. */

/** What to run. */
export interface CommandPlan {
  readonly command: string
  /** Absent: `command` is a line for the shell. */
  readonly args?: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly timeoutMs: number
  /** Ends the command, and makes {@link runCommand} reject with its reason. */
  readonly signal: AbortSignal
}

/** How a command ended. */
export interface CommandEnd {
  /** `null`: a signal ended it, or the time-out. */
  readonly code: number | null
  readonly timedOut: boolean
  /** Whether there is no such command. */
  readonly missing: boolean
  readonly stdout: string
  /** The end of what it wrote to both outputs. */
  readonly tail: string
}

/** How much of the end of the output is kept for messages. */
const TAIL_KEPT = 16_384

/** After a process has ended, what it wrote arrives within this time. */
const OUTPUT_GRACE_MS = 2_000

/**
 * Runs a command in a process group of its own, so that Ctrl-C reaches this process alone, which then ends the whole
 * group. Reads nothing from standard input.
 */
export async function runCommand(plan: CommandPlan): Promise<CommandEnd> {
  plan.signal.throwIfAborted()
  const child = spawn(plan.command, [...(plan.args ?? [])], {
    cwd: plan.cwd,
    env: plan.env,
    // A package manager is a script on Windows, which only a shell runs.
    shell: plan.args === undefined || (process.platform === 'win32' && plan.command !== 'git'),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  let timedOut = false
  const stop = (): void => killGroup(child)
  const timer = setTimeout(() => {
    timedOut = true
    stop()
  }, plan.timeoutMs)
  plan.signal.addEventListener('abort', stop, { once: true })
  try {
    const end = await ended(child)
    plan.signal.throwIfAborted()
    return { ...end, timedOut }
  } finally {
    clearTimeout(timer)
    plan.signal.removeEventListener('abort', stop)
  }
}

function ended(child: ChildProcess): Promise<Omit<CommandEnd, 'timedOut'>> {
  let stdout = ''
  let tail = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    tail = (tail + text).slice(-TAIL_KEPT)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_KEPT)
  })
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    child.on('exit', () => {
      // What it left running may hold its output open, which `close` waits for.
      grace = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, OUTPUT_GRACE_MS)
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') reject(error)
      else resolve({ code: null, missing: true, stdout, tail })
    })
    child.on('close', (code) => {
      clearTimeout(grace)
      resolve({ code, missing: false, stdout, tail })
    })
  })
}

/**
 * The environment in which users' commands find the Node that runs plimsoll first, then what the folders' packages
 * bring. @param folders whose `node_modules/.bin` count, nearest first
 */
export function commandEnvironment(folders: readonly string[]): NodeJS.ProcessEnv {
  const bins = folders.map((folder) => join(folder, 'node_modules', '.bin'))
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const path = [dirname(process.execPath), ...bins, process.env[name] ?? ''].join(delimiter)
  return { ...process.env, [name]: path }
}

/** The last lines of what a command wrote, as problems of an error: trimmed, without empty ones. */
export function lastLines(text: string, most = 12): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines.filter((line) => line !== '').slice(-most)
}
