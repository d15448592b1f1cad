import { loadPackage } from '../../../load/transports/exchanging/package.ts'
import { openRedis } from '../../../load/transports/redis/open.ts'
import type { StatisticsReader } from '../server-source.ts'
import { parseInfo, redisValues } from './info.ts'

/** A server that does not answer by then has something better to do. */
const TIMEOUT_MS = 2_000

/** Asks Redis for what `INFO all` tells: one connection, one command a second. */
export const redisReader: StatisticsReader = {
  kind: 'redis',
  async open({ url, insecure, ca }, onLost) {
    const { Redis } = await loadPackage(
      { name: 'ioredis', neededFor: 'reading the statistics of Redis' },
      () => import('ioredis'),
    )
    const tls = { rejectUnauthorized: insecure !== true, ...(ca === undefined ? {} : { ca }) }
    const { signal } = new AbortController()
    const opening = { Redis, url: new URL(url), timeoutMs: TIMEOUT_MS, tls, signal }
    const session = await openRedis(opening, onLost)
    return {
      ask: async () => parseInfo(await session.redis.info('all')),
      destroy: () => session.destroy(),
    }
  },
  values: redisValues,
}
