import { Redis } from 'ioredis'

/** Where Redis is, and how long it may take. */
export interface RedisPlace {
  readonly url: string
  /** For any one answer, and for connecting. */
  readonly timeoutMs: number
}

const LONGEST_PAUSE_MS = 1000
/** How long a connection that is given up may hold the process. */
const GOODBYE_MS = 100

/**
 * A connection that answers or fails in time: nothing is queued while it is broken, and it makes itself anew.
 * @param onTrouble told of every failure between commands
 * @throws Error when Redis can't be reached now
 */
export async function connectRedis(
  { url, timeoutMs }: RedisPlace,
  onTrouble: (error: Error) => void,
): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    disconnectTimeout: GOODBYE_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_PAUSE_MS),
  })
  let trouble: Error | undefined
  redis.on('error', (error: Error) => {
    trouble ??= error
    onTrouble(error)
  })
  try {
    await redis.connect()
  } catch (cause) {
    redis.disconnect()
    // The call says only that the connection is closed; what was wrong was told before.
    const message = trouble?.message ?? (cause instanceof Error ? cause.message : String(cause))
    throw new Error(`Redis can't be reached: ${message}`, { cause })
  }
  return redis
}
