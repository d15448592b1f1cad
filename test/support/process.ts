import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join, resolve } from 'node:path'

/** Real processes for tests: each has a time-out, and none outlives the test run. */

/** The checkout's own folder. */
export const repositoryPath: string = resolve(import.meta.dirname, '../..')

/** How to start a process. */
export interface ProcessOptions {
  /** Its working directory; default: the checkout. */
  readonly cwd?: string
  /** Added to a small, clean environment (no CI, colour or PLIMSOLL_ variables); `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Written to its standard input, which is then closed. */
  readonly input?: string
  /** After this long its whole process group is killed and `timedOut` set. Default 60 s. */
  readonly timeoutMs?: number
}

/** How to start the CLI. */
export interface CliOptions extends ProcessOptions {
  /** `source` (the default) runs `src` natively; `dist` runs what was built. */
  readonly from?: 'source' | 'dist'
}

/** How a process ended. */
export interface ProcessResult {
  /** Its exit code; `null` when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
}

/** A process that is running. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number
  /** Resolves when it has ended and its output is complete; never rejects. */
  readonly ended: Promise<ProcessResult>
  /** Everything it has written so far to both streams, in order of arrival. */
  output(): string
  /** Resolves once the output so far matches. @throws Error when it ends without having matched. */
  until(pattern: RegExp): Promise<void>
  /** Sends a signal to the process alone, as Ctrl-C in another terminal would not; see {@link killGroup}. */
  kill(signal: NodeJS.Signals): void
  /** Sends a signal to the process and all that it started: `SIGINT` is what Ctrl-C sends. */
  killGroup(signal: NodeJS.Signals): void
}

/** Runs the CLI to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<ProcessResult> {
  return startCli(args, options).ended
}

/** Starts the CLI, for tests that talk to it while it runs. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningProcess {
  const conditions = options.from === 'dist' ? [] : ['--conditions=plimsoll-source']
  const bin = join(repositoryPath, 'bin/plimsoll.js')
  return startProcess(process.execPath, [...conditions, bin, ...args], options)
}

/** Runs a command to its end. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return startProcess(command, args, options).ended
}

/** Starts a command. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): RunningProcess {
  const child = spawn(command, args, {
    cwd: options.cwd ?? repositoryPath,
    env: cleanEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group, so that what it started can be ended with it.
    detached: ownGroups,
  })
  return new Watched(child, options)
}

const ownGroups = process.platform !== 'win32'
const DEFAULT_TIMEOUT_MS = 60_000
const KEPT_VARIABLES =
  /^(HOME|TMPDIR|TEMP|TMP|LANG|LC_.*|SYSTEMROOT|COMSPEC|PATHEXT|APPDATA|NODE_COMPILE_CACHE)$/i

function cleanEnvironment(extra: ProcessOptions['env'] = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => KEPT_VARIABLES.test(name))
  // The Node that runs the tests is the one that `#!/usr/bin/env node` finds.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
  const all = Object.entries({ ...Object.fromEntries(kept), PATH: path, ...extra })
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

const running = new Set<Watched>()
process.on('exit', () => {
  for (const left of running) left.killGroup('SIGKILL')
})

class Watched implements RunningProcess {
  readonly ended: Promise<ProcessResult>
  readonly #child: ChildProcess
  readonly #arrivals = new EventTarget()
  #stdout = ''
  #stderr = ''
  #both = ''
  #timedOut = false

  constructor(child: ChildProcess, options: ProcessOptions) {
    this.#child = child
    running.add(this)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#arrived(text)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#arrived(text)
    })
    // It may end without reading what it is sent.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
    this.ended = this.#watch(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  }

  get pid(): number {
    return this.#child.pid ?? -1
  }

  output(): string {
    return this.#both
  }

  async until(pattern: RegExp): Promise<void> {
    let over = false
    const end = this.ended.then(() => {
      over = true
    })
    while (!pattern.test(this.#both)) {
      if (over) throw new Error(`It ended without writing ${String(pattern)}:\n${this.#both}`)
      await Promise.race([once(this.#arrivals, 'text'), end])
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  killGroup(signal: NodeJS.Signals): void {
    const pid = this.#child.pid
    if (pid === undefined) return
    try {
      process.kill(ownGroups ? -pid : pid, signal)
    } catch {
      // The group is gone, which is what was wanted.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.killGroup('SIGKILL')
    await this.ended
  }

  #arrived(text: string): void {
    this.#both += text
    this.#arrivals.dispatchEvent(new Event('text'))
  }

  async #watch(timeoutMs: number): Promise<ProcessResult> {
    const timer = setTimeout(() => {
      this.#timedOut = true
      this.killGroup('SIGKILL')
    }, timeoutMs)
    const [code, signal] = await this.#closed()
    clearTimeout(timer)
    running.delete(this)
    const timedOut = this.#timedOut
    return { code, signal, stdout: this.#stdout, stderr: this.#stderr, timedOut }
  }

  async #closed(): Promise<[number | null, NodeJS.Signals | null]> {
    try {
      return (await once(this.#child, 'close')) as [number | null, NodeJS.Signals | null]
    } catch (thrown) {
      // It could not be started: what a shell calls 127.
      this.#stderr += String(thrown)
      return [127, null]
    }
  }
}
