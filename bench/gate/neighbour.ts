import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** Spins until its parent is gone; nothing reaches it but a signal. */
const SPIN = `const parent = process.ppid
for (;;) {
  for (let i = 0; i < 1e8; i++);
  if (process.ppid !== parent) process.exit()
}`

/** Keeps every core busy with a process each, for as long as it is on. */
export class BusyNeighbour implements AsyncDisposable {
  #spinning: readonly ChildProcess[] = []

  async set(on: boolean): Promise<void> {
    if (on === this.#spinning.length > 0) return
    if (on) await this.#start()
    else await this.#stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
  }

  async #start(): Promise<void> {
    this.#spinning = Array.from({ length: availableParallelism() }, () =>
      // A group of its own: Ctrl-C reaches this process alone, which then ends it.
      spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore', detached: true }),
    )
    await Promise.all(this.#spinning.map((child) => once(child, 'spawn')))
  }

  async #stop(): Promise<void> {
    const spinning = this.#spinning
    this.#spinning = []
    await Promise.all(
      spinning.map(async (child) => {
        const exited = once(child, 'exit')
        if (child.kill('SIGKILL')) await exited
      }),
    )
  }
}
