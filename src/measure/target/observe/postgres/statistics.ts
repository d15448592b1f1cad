import { growth, known, share, type Statistics } from '../server-source.ts'
import type { SeriesValues } from '../source.ts'

/**
 * What PostgreSQL says of the database that is used. Pure: https://www.postgresql.org/docs/current/monitoring-stats.html is
 * the source of every name here. Its counters are told by each session when it is done with something, at most once a
 * second.
 */

/** A statement that runs for longer counts as slow. */
const SLOW_STATEMENT_MS = 100

/** One row of numbers; sessions are those of other clients, in the same database. What may not be seen is null. */
export const STATISTICS_QUERY: string = `
with sessions as (
  select state, wait_event_type, clock_timestamp() - query_start as running,
    clock_timestamp() - xact_start as open
  from pg_stat_activity
  where coalesce(backend_type, 'client backend') = 'client backend'
    and datname = current_database() and pid <> pg_backend_pid()
), counted as (
  select
    count(*) filter (where state = 'active')::float8 as active,
    count(*) filter (where state = 'idle')::float8 as idle,
    count(*) filter (where state like 'idle in transaction%')::float8 as idle_in_transaction,
    count(*) filter (where state is null)::float8 as hidden,
    count(*) filter (where state = 'active' and wait_event_type = 'Lock')::float8 as waiting_locks,
    count(*) filter (where state = 'active' and wait_event_type = 'IO')::float8 as waiting_io,
    count(*) filter (where state = 'active' and running > interval '${SLOW_STATEMENT_MS} ms')::float8 as slow,
    coalesce(extract(epoch from max(running) filter (where state = 'active')), 0)::float8 as longest_seconds,
    coalesce(extract(epoch from max(open)), 0)::float8 as open_seconds
  from sessions
)
select counted.*,
  xact_commit::float8, xact_rollback::float8, blks_hit::float8, blks_read::float8, deadlocks::float8,
  temp_bytes::float8, tup_returned::float8,
  (select sum(numbackends) from pg_stat_database)::float8
    / current_setting('max_connections')::float8 as connection_share
from counted, pg_stat_database where datname = current_database()`

/** Series of a stretch of time; transactions hold plimsoll's own question, one a second. */
export function postgresValues(
  now: Statistics,
  before: Statistics | undefined,
  seconds: number,
): SeriesValues {
  const perSecond = (name: string): number | undefined => growth(now[name], before?.[name], seconds)
  // Who may not see the sessions of others would count too few.
  const seen = (name: string): number | undefined =>
    (now['hidden'] ?? 0) > 0 ? undefined : now[name]
  const ms = (name: string): number | undefined => {
    const value = seen(name)
    return value === undefined ? undefined : value * 1000
  }
  return known({
    activeConnections: seen('active'),
    idleConnections: seen('idle'),
    idleInTransactionConnections: seen('idle_in_transaction'),
    connectionLimitShare: now['connection_share'],
    waitingLocks: seen('waiting_locks'),
    waitingReads: seen('waiting_io'),
    slowStatements: seen('slow'),
    longestStatementMs: ms('longest_seconds'),
    longestTransactionMs: ms('open_seconds'),
    transactionsPerSecond: sum(perSecond('xact_commit'), perSecond('xact_rollback')),
    rollbacksPerSecond: perSecond('xact_rollback'),
    deadlocksPerSecond: perSecond('deadlocks'),
    cacheHitShare: share(perSecond('blks_hit'), perSecond('blks_read')),
    blocksReadPerSecond: perSecond('blks_read'),
    rowsReadPerSecond: perSecond('tup_returned'),
    temporaryBytesPerSecond: perSecond('temp_bytes'),
  })
}

/** What the user of the address may not see. */
export const postgresWithheld = (now: Statistics): string | undefined =>
  (now['hidden'] ?? 0) > 0
    ? 'its user may not see what other sessions do; grant it pg_monitor to have connections, locks and statements'
    : undefined

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b
