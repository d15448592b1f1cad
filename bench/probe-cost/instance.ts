import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectHttp, type HttpPool } from '../load/http-pool.ts'
import { OTHER_CORE, pinned } from '../load/pins.ts'

/** One instance of the service, with connections to it. */
export interface Instance extends AsyncDisposable {
  readonly pool: HttpPool
  /** CPU time of all of its threads so far, to the nanosecond: the first number of `schedstat`. */
  cpuNs(): number
}

/** Of each instance. */
export const CONNECTIONS = 64

/** Starts one. @param env variables of its own */
export async function startInstance(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Instance> {
  const [command, ...rest] = pinned(OTHER_CORE, [
    process.execPath,
    '--conditions=plimsoll-source',
    join(import.meta.dirname, 'one.ts'),
    ...args,
  ])
  const child = spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: unknown[] = await once(child.stdout, 'data')
  const pool = await connectHttp(`http://127.0.0.1:${Number(String(said[0]))}/`, CONNECTIONS)
  return {
    pool,
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
