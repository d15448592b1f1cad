import type { Redis, RedisOptions } from 'ioredis'
import type { Session } from '../session/driver.ts'

/** The constructor of the package, which is loaded only when it is needed. */
export type RedisConstructor = typeof Redis

/** How a connection is opened. */
export interface RedisOpening {
  readonly Redis: RedisConstructor
  readonly url: URL
  readonly timeoutMs: number
  readonly tls: { readonly rejectUnauthorized?: boolean; readonly ca?: string }
  readonly signal: AbortSignal
}

/** A connection to Redis that carries commands. */
export interface RedisSession extends Session {
  readonly redis: Redis
}

/**
 * Opens a connection. The package's own ways to try again are off: what is lost is counted, not repeated, and whoever owns
 * the connection makes it anew.
 * @param onLost told once, when it breaks after it was opened
 * @throws what the server or the system said
 */
export async function openRedis(
  opening: RedisOpening,
  onLost: (thrown: unknown) => void,
): Promise<RedisSession> {
  const { Redis, signal } = opening
  const redis = new Redis(optionsOf(opening))
  // The package says why a connection closed by an event before, and not where it tells that it did.
  let cause: unknown
  redis.on('error', (error: unknown) => {
    cause ??= error
  })
  const destroy = (): void => destroyAtOnce(redis)
  signal.addEventListener('abort', destroy, { once: true })
  try {
    signal.throwIfAborted()
    await redis.connect()
  } catch (thrown) {
    destroy()
    throw cause ?? thrown
  } finally {
    signal.removeEventListener('abort', destroy)
  }
  let isWanted = true
  redis.once('close', () => {
    if (isWanted) onLost(cause ?? new Error('Connection is closed.'))
  })
  const { stream } = redis
  return {
    redis,
    bytesOut: () => stream.bytesWritten,
    bytesIn: () => stream.bytesRead,
    destroy: () => {
      isWanted = false
      destroy()
    },
  }
}

/** The package says that answers keep their shape by leaving that option out. */
function optionsOf({ url, timeoutMs, tls }: RedisOpening): Omit<RedisOptions, 'replyMapping'> {
  const database = Number(url.pathname.slice(1) || url.searchParams.get('db') || 0)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: Number(url.port || 6379),
    db: Number.isInteger(database) ? database : 0,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: { ...tls } } : {}),
    lazyConnect: true,
    connectTimeout: timeoutMs,
    // Without it a command on a connection that has gone silent waits for ever.
    commandTimeout: timeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    disableClientInfo: true,
    connectionName: 'plimsoll',
  }
}

/** The package would wait for a silent server to close its side. */
function destroyAtOnce(redis: Redis): void {
  redis.disconnect()
  // There is none yet while the name is being looked up.
  const stream: Redis['stream'] | undefined = redis.stream
  stream?.destroy()
}
