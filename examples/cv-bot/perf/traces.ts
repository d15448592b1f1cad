import { Redis } from 'ioredis'
import pg from 'pg'
import type { BotServices } from '../src/bot.ts'

/** Removes what bots of one prefix left in Redis and PostgreSQL. @returns how much that was */
export async function removeTraces(
  { redisUrl, postgresUrl }: BotServices,
  prefix: string,
): Promise<{ readonly keys: number; readonly rows: number }> {
  const [keys, rows] = await Promise.all([
    removeKeys(redisUrl, prefix),
    removeRows(postgresUrl, prefix),
  ])
  return { keys, rows }
}

const TIMEOUT_MS = 5000

async function removeKeys(url: string, prefix: string): Promise<number> {
  const redis = new Redis(url, { commandTimeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS })
  try {
    let removed = 0
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
      if (Array.isArray(keys) && keys.length > 0) removed += await redis.unlink(...keys.map(String))
    }
    return removed
  } finally {
    redis.disconnect()
  }
}

async function removeRows(url: string, prefix: string): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  })
  await client.connect()
  try {
    const { rowCount } = await client.query('delete from cv_history where space = $1', [prefix])
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}
