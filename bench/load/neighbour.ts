import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { GENERATOR_CORE, pinned } from './pins.ts'

/** A program that takes all the CPU time it can get, on the generator's core, at the same priority. */
export class SpinningNeighbour implements AsyncDisposable {
  readonly #child: ChildProcess

  constructor() {
    const [program, ...args] = pinned(GENERATOR_CORE, [process.execPath, '-e', 'for (;;);'])
    this.#child = spawn(program, args, { stdio: 'ignore' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
