import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { repositoryPath } from '../support/process.ts'

/** A process that works on a store, and is told when to start and when to die. */
export class StoreChild implements AsyncDisposable {
  /** Its lines so far, without `ready`. */
  readonly lines: string[] = []
  readonly #child: ChildProcess
  readonly #arrivals = new EventTarget()
  readonly #closed: Promise<unknown>
  #ready = false
  #over = false

  /** @param prefix what the command is run by, such as `unshare` */
  constructor(args: readonly string[], prefix: readonly string[] = []) {
    const script = join(repositoryPath, 'test/conformance/store-child.ts')
    const [command = '', ...rest] = [...prefix, process.execPath, script, ...args]
    this.#child = spawn(command, rest, {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdin?.on('error', () => {})
    this.#closed = once(this.#child, 'close').finally(() => {
      this.#over = true
      this.#arrivals.dispatchEvent(new Event('line'))
    })
    if (this.#child.stdout === null) throw new Error('no standard output')
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      if (line === 'ready') this.#ready = true
      else this.lines.push(line)
      this.#arrivals.dispatchEvent(new Event('line'))
    })
  }

  /** Resolves once it only waits for {@link go}. */
  async ready(): Promise<void> {
    while (!this.#ready) await this.#news()
  }

  /** Starts its work. */
  go(): void {
    this.#child.stdin?.end('.')
  }

  /** Resolves once it has written this many lines, or has ended. */
  async wrote(lines: number): Promise<void> {
    while (this.lines.length < lines && !this.#over) await this.#news()
  }

  /** Resolves when it has ended and all its lines are here. */
  async ended(): Promise<void> {
    await this.#closed
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }

  async #news(): Promise<void> {
    if (this.#over) throw new Error('the process ended too early')
    await once(this.#arrivals, 'line')
  }
}
