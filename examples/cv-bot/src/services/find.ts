import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { KeeperNews, PrivateServices } from './keeper.ts'

/** Redis and PostgreSQL: those that the environment names, else private ones. */
export interface Services extends AsyncDisposable {
  readonly redis: FoundService
  readonly postgres: FoundService
}

export interface FoundService {
  readonly url: string
  /** `REDIS_URL`, `DATABASE_URL`, or `private`. */
  readonly from: string
}

type Variables = Readonly<Record<string, string | undefined>>

/** Making a cluster takes PostgreSQL some seconds on a slow machine. */
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000

/**
 * Private services end when they are disposed of, and when this process ends, however it does: a process of their own
 * keeps them, and sees when this one is gone.
 * @throws Error when one can't be started
 */
export async function findServices(env: Variables): Promise<Services> {
  const redisUrl = env['REDIS_URL'] || undefined
  const postgresUrl = env['DATABASE_URL'] || undefined
  const missing = [
    ...(redisUrl === undefined ? ['redis'] : []),
    ...(postgresUrl === undefined ? ['postgres'] : []),
  ]
  const keeper = missing.length === 0 ? undefined : await startKeeper(missing)
  return {
    redis: found('REDIS_URL', redisUrl, keeper?.services.redis),
    postgres: found('DATABASE_URL', postgresUrl, keeper?.services.postgres),
    [Symbol.asyncDispose]: async () => keeper?.stop(),
  }
}

function found(variable: string, named: string | undefined, own: string | undefined): FoundService {
  return named === undefined ? { url: own ?? '', from: 'private' } : { url: named, from: variable }
}

interface Keeper {
  readonly services: PrivateServices
  stop(): Promise<void>
}

async function startKeeper(kinds: readonly string[]): Promise<Keeper> {
  const child = fork(new URL('./keeper.ts', import.meta.url), kinds, {
    // A group of its own: Ctrl-C is for the bot, which still has to write its history.
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    return { services: await servicesOf(child), stop: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

async function servicesOf(child: ChildProcess): Promise<PrivateServices> {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS)
  const told = once(child, 'message', { signal }) as Promise<[KeeperNews]>
  const ended = once(child, 'exit', { signal }).then(
    () => [{ problem: 'they ended at once' }] as const,
  )
  const [news] = await Promise.race([told, ended])
  if ('problem' in news) throw new Error(`private services can't be started: ${news.problem}`)
  return news
}

/** The end of the channel is what tells it to stop. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_TIMEOUT_MS) })
  if (child.connected) child.disconnect()
  await ended.catch(() => child.kill('SIGKILL'))
}
