import { loadPackage } from '../../../load/transports/exchanging/package.ts'
import { openPostgres } from '../../../load/transports/postgres/open.ts'
import type { StatisticsReader } from '../server-source.ts'
import { postgresValues, postgresWithheld, STATISTICS_QUERY } from './statistics.ts'

/** A server that does not answer by then has something better to do. */
const TIMEOUT_MS = 2_000

/** Asks PostgreSQL for its statistics: one connection, one statement a second. */
export const postgresReader: StatisticsReader = {
  kind: 'postgres',
  async open({ url, insecure, ca }, onLost) {
    const { Client } = await loadPackage(
      { name: 'pg', neededFor: 'reading the statistics of PostgreSQL' },
      async () => (await import('pg')).default,
    )
    const isTls = insecure === true || ca !== undefined
    const tls = isTls
      ? { rejectUnauthorized: insecure !== true, ...(ca === undefined ? {} : { ca }) }
      : undefined
    const { signal } = new AbortController()
    const opening = { Client, url: new URL(url), timeoutMs: TIMEOUT_MS, tls, signal }
    const session = await openPostgres(opening, onLost)
    return {
      ask: async () => {
        const { rows } = await session.client.query<Record<string, number>>(STATISTICS_QUERY)
        return rows[0] ?? {}
      },
      destroy: () => session.destroy(),
    }
  },
  values: postgresValues,
  withheld: postgresWithheld,
}
