import { growth, known, share, type Statistics } from '../server-source.ts'
import type { SeriesValues } from '../source.ts'

/** What Redis says by `INFO all`. Pure: https://redis.io/docs/latest/commands/info/ is the source of every name here. */

const COMMAND = /^cmdstat_(?!info$)/

/** The numbers in it; of the commands' statistics the sums, under `calls` and `callUsec`. */
export function parseInfo(text: string): Statistics {
  const statistics: Record<string, number> = { calls: 0, callUsec: 0 }
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()]
    if (COMMAND.test(name)) {
      statistics['calls'] = (statistics['calls'] ?? 0) + numberIn(value, 'calls')
      statistics['callUsec'] = (statistics['callUsec'] ?? 0) + numberIn(value, 'usec')
    } else if (value !== '' && Number.isFinite(Number(value))) statistics[name] = Number(value)
  }
  return statistics
}

/** `calls=21,usec=175,usec_per_call=8.33`. */
const numberIn = (value: string, name: string): number =>
  Number(new RegExp(`(?:^|,)${name}=([\\d.]+)`).exec(value)?.[1] ?? 0)

/** Series of a stretch of time. What plimsoll itself asks is left out: one client, and its commands. */
export function redisValues(
  now: Statistics,
  before: Statistics | undefined,
  seconds: number,
): SeriesValues {
  const perSecond = (name: string): number | undefined => growth(now[name], before?.[name], seconds)
  const cpu = (at: Statistics | undefined): number | undefined =>
    at === undefined ? undefined : (at['used_cpu_sys'] ?? 0) + (at['used_cpu_user'] ?? 0)
  const calls = perSecond('calls')
  const usec = perSecond('callUsec')
  const limit = now['maxmemory'] ?? 0
  return known({
    operationsPerSecond: calls,
    timePerCommandMs: calls === 0 || usec === undefined ? undefined : usec / (calls ?? 0) / 1000,
    cpuCores: growth(cpu(now), cpu(before), seconds),
    connectedClients: less(now['connected_clients'], 1),
    blockedClients: now['blocked_clients'],
    usedMemoryBytes: now['used_memory'],
    memoryLimitShare: limit > 0 ? (now['used_memory'] ?? 0) / limit : undefined,
    evictionsPerSecond: perSecond('evicted_keys'),
    expirationsPerSecond: perSecond('expired_keys'),
    keyspaceHitShare: share(perSecond('keyspace_hits'), perSecond('keyspace_misses')),
    connectionsPerSecond: perSecond('total_connections_received'),
    rejectedConnectionsPerSecond: perSecond('rejected_connections'),
    receivedBytesPerSecond: perSecond('total_net_input_bytes'),
    sentBytesPerSecond: perSecond('total_net_output_bytes'),
  })
}

const less = (value: number | undefined, own: number): number | undefined =>
  value === undefined ? undefined : Math.max(0, value - own)
