import { usageError } from '../kernel/errors.ts'
import { LIMIT_STATISTICS } from '../model/limits.ts'
import type { Budget, LimitName } from '../model/scenario.ts'
import { parseDurationMs } from './duration.ts'

/**
 * Limits as a command line gives them: `p99=10ms`, `p99.9=0.5s`, `max=1s`.
 *
 * @throws PlimsollError (exit 2) BAD_BUDGET with every text that is none
 */
export function parseLimits(texts: readonly string[]): Budget {
  const read = texts.map(limitOf)
  const problems = read.flatMap((each) => (typeof each === 'string' ? [each] : []))
  if (problems.length > 0) {
    const hint = 'write a statistic and a duration, as in --budget p99=10ms'
    throw usageError('BAD_BUDGET', '--budget: these are no limits', hint, problems)
  }
  return Object.fromEntries(read.filter((each) => typeof each !== 'string')) as Budget
}

/** A limit, or what is wrong with it. */
function limitOf(text: string): readonly [LimitName, number] | string {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim())
  const statistic = LIMIT_STATISTICS.find((known) => known === name.replace('.', ''))
  if (statistic === undefined) {
    return `"${text}": expected one of ${LIMIT_STATISTICS.join(', ')} before the =`
  }
  const limitMs = limitMsOf(value)
  if (limitMs === undefined) return `"${text}": expected a duration such as 10ms behind the =`
  return [`${statistic}Ms`, limitMs]
}

/** Limits may be shorter than any other duration. A bare number could be of any unit. */
function limitMsOf(value: string): number | undefined {
  const [, microseconds] = /^(\d+(?:\.\d+)?)\s*[uµ]s$/.exec(value) ?? []
  if (microseconds !== undefined) return Number(microseconds) / 1000
  return /^[\d.]+$/.test(value) ? undefined : parseDurationMs(value)
}
