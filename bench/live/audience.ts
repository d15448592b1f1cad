import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { OTHER_CORE, pinned } from '../load/pins.ts'

const PATIENCE_MS = 20_000

/** Viewers that come and go together, in a process of their own. */
export class Audience implements AsyncDisposable {
  /** That all of them were sent, in bytes. */
  bytes = 0
  readonly #child: ChildProcess
  readonly #lines: Interface
  #isThere = false

  constructor(url: string, viewers: number) {
    const main = join(import.meta.dirname, 'one.ts')
    const [program, ...args] = pinned(OTHER_CORE, [process.execPath, main, url, String(viewers)])
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child = child
    this.#lines = createInterface(child.stdout)
  }

  /** Resolves once it is so. */
  async be(isThere: boolean): Promise<void> {
    if (isThere === this.#isThere) return
    this.#child.stdin?.write('\n')
    const said: unknown[] = await once(this.#lines, 'line', {
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const [count = 0, bytes = 0] = String(said[0]).split(' ').map(Number)
    if (count > 0 !== isThere) throw new Error(`there are ${count} viewers`)
    this.#isThere = isThere
    this.bytes = bytes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
