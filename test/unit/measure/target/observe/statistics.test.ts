import { describe, expect, test } from 'vitest'
import {
  postgresValues,
  postgresWithheld,
} from '../../../../../src/measure/target/observe/postgres/statistics.ts'
import { parseInfo, redisValues } from '../../../../../src/measure/target/observe/redis/info.ts'

const info = (lines: readonly string[]): ReturnType<typeof parseInfo> =>
  parseInfo(['# Section', ...lines, ''].join('\r\n'))

describe('Redis', () => {
  const before = info([
    ...['connected_clients:4', 'used_memory:1000', 'used_cpu_sys:1.5', 'used_cpu_user:2'],
    ...['keyspace_hits:10', 'keyspace_misses:10', 'evicted_keys:0', 'maxmemory:0'],
    'cmdstat_get:calls=100,usec=200,usec_per_call=2.00,rejected_calls=0,failed_calls=0',
    'cmdstat_info:calls=7,usec=900000,usec_per_call=9.00,rejected_calls=0,failed_calls=0',
  ])
  const now = info([
    ...['connected_clients:4', 'used_memory:1500', 'used_cpu_sys:1.75', 'used_cpu_user:2.75'],
    ...['keyspace_hits:40', 'keyspace_misses:20', 'evicted_keys:6', 'maxmemory:3000'],
    'redis_version:7.0.15',
    'cmdstat_get:calls=300,usec=1200,usec_per_call=4.00,rejected_calls=0,failed_calls=0',
    'cmdstat_config|get:calls=2,usec=400,usec_per_call=200.00,rejected_calls=0,failed_calls=0',
    'cmdstat_info:calls=9,usec=990000,usec_per_call=9.00,rejected_calls=0,failed_calls=0',
  ])

  test('counters are rates, and what plimsoll asks itself is left out', () => {
    expect(redisValues(now, before, 2)).toEqual({
      operationsPerSecond: 101,
      timePerCommandMs: expect.closeTo(1400 / 202 / 1000, 9),
      cpuCores: 0.5,
      connectedClients: 3,
      usedMemoryBytes: 1500,
      memoryLimitShare: 0.5,
      evictionsPerSecond: 3,
      keyspaceHitShare: 0.75,
    })
  })

  test('what is known of one moment only is no rate', () => {
    expect(redisValues(now, undefined, 0)).toEqual({
      connectedClients: 3,
      usedMemoryBytes: 1500,
      memoryLimitShare: 0.5,
    })
  })

  test('after a new start nothing is guessed', () => {
    expect(redisValues(before, now, 1)).not.toHaveProperty('operationsPerSecond')
  })
})

describe('PostgreSQL', () => {
  const before = { xact_commit: 100, xact_rollback: 1, blks_hit: 900, blks_read: 100, deadlocks: 0 }
  const now = {
    ...{ active: 3, idle: 2, idle_in_transaction: 1, hidden: 0, waiting_locks: 1, slow: 1 },
    ...{ longest_seconds: 0.25, open_seconds: 1.5, connection_share: 0.06 },
    ...{ xact_commit: 160, xact_rollback: 5, blks_hit: 990, blks_read: 110, deadlocks: 2 },
  }

  test('sessions, rates and shares', () => {
    expect(postgresValues(now, before, 2)).toEqual({
      ...{ activeConnections: 3, idleConnections: 2, idleInTransactionConnections: 1 },
      ...{
        waitingLocks: 1,
        slowStatements: 1,
        longestStatementMs: 250,
        longestTransactionMs: 1500,
      },
      ...{ transactionsPerSecond: 32, rollbacksPerSecond: 2, deadlocksPerSecond: 1 },
      ...{ cacheHitShare: 0.9, blocksReadPerSecond: 5, connectionLimitShare: 0.06 },
    })
  })

  test('of sessions that it may not see it tells nothing, and why', () => {
    const hidden = { ...now, hidden: 2 }
    expect(postgresValues(hidden, before, 2)).not.toHaveProperty('activeConnections')
    expect(postgresValues(hidden, before, 2)).toHaveProperty('transactionsPerSecond', 32)
    expect(postgresWithheld(hidden)).toContain('pg_monitor')
    expect(postgresWithheld(now)).toBeUndefined()
  })
})
