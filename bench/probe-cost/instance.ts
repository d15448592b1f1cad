import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectHttp, type HttpPool } from '../load/http-pool.ts'
import { OTHER_CORE, pinned } from '../load/pins.ts'

/** The service, with connections to it. */
export interface Instance extends AsyncDisposable {
  readonly pool: HttpPool
  /** Starts a probe in it, which ends with its listener. @param listener what the variable would say */
  probe(listener: string): void
  /** CPU time of all of its threads so far, to the nanosecond: the first number of `schedstat`. */
  cpuNs(): number
}

/** Of the instance. */
export const CONNECTIONS = 64

/** Starts one. */
export async function startInstance(args: readonly string[]): Promise<Instance> {
  const [command, ...rest] = pinned(OTHER_CORE, [
    process.execPath,
    '--conditions=plimsoll-source',
    join(import.meta.dirname, 'one.ts'),
    ...args,
  ])
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const out = child.stdout
  if (out === null) throw new Error('it was started with a pipe')
  const said: unknown[] = await once(out, 'data')
  const pool = await connectHttp(`http://127.0.0.1:${Number(String(said[0]))}/`, CONNECTIONS)
  return {
    pool,
    probe: (listener) => void child.send(listener),
    cpuNs: () => cpuNsOf(child),
    [Symbol.asyncDispose]: async () => {
      await pool[Symbol.asyncDispose]()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function cpuNsOf({ pid }: ChildProcess): number {
  const folder = `/proc/${pid}/task`
  const ofThread = (thread: string): number =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0])
  return readdirSync(folder).reduce((sum, thread) => sum + ofThread(thread), 0)
}
