import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Finds out whether code of a scenario runs where the hooks of its process don't reach. */

/** Node tells of what a process starts: https://nodejs.org/api/diagnostics_channel.html#built-in-channels */
const CHANNELS = { child_process: 'child processes', worker_threads: 'worker threads' }

/** tsx compiles in a process or a thread of esbuild. Node tells while that is being started, so that both are on the stack. */
function isOfLoader(): boolean {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = FRAMES
  const { stack = '' } = new Error('here')
  Error.stackTraceLimit = stackTraceLimit
  return LOADER.test(stack)
}

const FRAMES = 50
const LOADER =
  /[\\/]node_modules[\\/]esbuild[\\/][^]*[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]*[\\/]node_modules[\\/])?tsx[\\/]/

/** Watches what this process starts from now on. */
export class ElsewhereWatch implements Disposable {
  readonly #seen = new Set<string>()
  readonly #listeners = Object.entries(CHANNELS).map(([channel, name]) => {
    const listener = (): void => {
      if (!isOfLoader()) this.#seen.add(name)
    }
    subscribe(channel, listener)
    return { channel, listener }
  })

  /** In words; empty when it started nothing. */
  seen(): readonly string[] {
    return [...this.#seen].toSorted()
  }

  [Symbol.dispose](): void {
    for (const { channel, listener } of this.#listeners) unsubscribe(channel, listener)
  }
}
