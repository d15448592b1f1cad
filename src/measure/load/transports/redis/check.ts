import type { RedisCommand } from '../../../../model/exchanges/redis.ts'
import { addressProblems, type AddressRule } from '../session/address.ts'
import { wholeWithin } from '../session/numbers.ts'
import { type FilledRedisPlan, type FilledRedisWork, placeProblems } from './input.ts'

/** What can be known to be wrong before anything is sent. */

/** A connection that listens can carry nothing else. */
const LISTENS = /^(?:[ps]?subscribe|monitor|psync|sync)$/i

/** Each is a connection, and each connection of the load has as many. */
const MOST_SUBSCRIBERS = 1_000

/** Longest value of Redis: https://redis.io/docs/latest/develop/data-types/strings/ */
const LONGEST_MESSAGE_BYTES = 512 * 1024 * 1024

/** What addresses of Redis are like. */
const REDIS_RULE: AddressRule = { transport: 'Redis', protocols: ['redis:', 'rediss:'] }

/** Everything that is wrong with a plan, one line each. */
export function redisProblems(plan: FilledRedisPlan): readonly string[] {
  const { url, work } = plan
  const elsewhere = work?.kind === 'publish' ? (work.subscribeUrls ?? []) : []
  return [
    ...addressProblems('url', url, REDIS_RULE),
    ...elsewhere.flatMap((one, index) =>
      addressProblems(`work.subscribeUrls[${index}]`, one, REDIS_RULE),
    ),
    ...(work === undefined ? [] : problemsOf(work).map((problem) => `work.${problem}`)),
    ...placeProblems(plan),
  ]
}

function problemsOf(work: FilledRedisWork): readonly string[] {
  switch (work.kind) {
    case 'command':
      return typeof work.command === 'function' ? [] : problemsOfCommand('command', work.command)
    case 'pipeline':
      return typeof work.commands === 'function' ? [] : problemsOfPipeline(work.commands)
    case 'publish':
      return [
        ...wholeWithin('subscribers', work.subscribers, [1, MOST_SUBSCRIBERS]),
        ...wholeWithin('messageBytes', work.messageBytes, [0, LONGEST_MESSAGE_BYTES]),
        ...(work.subscribeUrls?.length === 0
          ? ['subscribeUrls: at least one, or none at all']
          : []),
      ]
  }
}

function problemsOfPipeline(commands: readonly RedisCommand[]): readonly string[] {
  if (commands.length === 0) return ['commands: at least one']
  return commands.flatMap((command, index) => problemsOfCommand(`commands[${index}]`, command))
}

function problemsOfCommand(path: string, [name]: readonly unknown[]): readonly string[] {
  if (typeof name !== 'string' || name === '') return [`${path}: the name of a command comes first`]
  return LISTENS.test(name) ? [`${path}: ${name} takes the connection; use kind: 'publish'`] : []
}
