import { refuseProblems } from '../session/address.ts'
import type { RedisCommand, RedisWork } from '../../../../model/exchanges/redis.ts'

/** What can be known to be wrong before anything is sent. */

/** A connection that listens can carry nothing else. */
const LISTENS = /^(?:[ps]?subscribe|monitor|psync|sync)$/i

/** @throws PlimsollError (exit 2) with all that is wrong */
export function requireWork(work: RedisWork): void {
  refuseProblems('Redis', problemsOf(work))
}

function problemsOf(work: RedisWork): readonly string[] {
  switch (work.kind) {
    case 'command':
      return typeof work.command === 'function' ? [] : problemsOfCommand('command', work.command)
    case 'pipeline':
      return typeof work.commands === 'function' ? [] : problemsOfPipeline(work.commands)
    case 'publish':
      return [
        ...wholeFrom(1, 'subscribers', work.subscribers),
        ...wholeFrom(0, 'messageBytes', work.messageBytes),
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

function wholeFrom(least: number, path: string, value: number | undefined): readonly string[] {
  const isFine = value === undefined || (Number.isInteger(value) && value >= least)
  return isFine ? [] : [`${path}: a whole number from ${least} on`]
}
