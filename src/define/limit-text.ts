import { formatDurationMs, parseDurationMs } from '../kernel/duration.ts'
import { usageError } from '../kernel/errors.ts'
import { mergeBudgets } from '../model/budget.ts'
import { LIMIT_STATISTICS } from '../model/limits.ts'
import { parseWindowMs } from '../model/load-limits.ts'
import type { Budget } from '../model/scenario.ts'

/**
 * Limits as a command line gives them:
 *
 *   p99=10ms   p99.9=0.5s   errors=1%   rejected=5%   dropped=0%   throughput=450/s      of the whole steady state
 *   p99=20ms/10s   errors=5%/10s   throughput=400/s/10s                                  of every 10 s of it
 *
 * @throws PlimsollError (exit 2) BAD_BUDGET with every text that is none
 */
export function parseLimits(texts: readonly string[]): Budget {
  const read = texts.map(limitOf)
  const problems = read.flatMap((each) => (typeof each === 'string' ? [each] : []))
  if (problems.length > 0) {
    const hint = 'write what is limited and how far, as in --budget p99=10ms or errors=1%/10s'
    throw usageError('BAD_BUDGET', '--budget: these are no limits', hint, problems)
  }
  return read.reduce<Budget>(
    (all, each) => (typeof each === 'string' ? all : mergeBudgets(all, each)),
    {},
  )
}

/** Whether a text is a limit on windows: `p99=20ms/10s`. */
export function isWindowLimit(text: string): boolean {
  const limit = limitOf(text)
  return typeof limit !== 'string' && limit.every !== undefined
}

const SHARES = ['errors', 'rejected', 'dropped'] as const

/** A limit, or what is wrong with it. */
function limitOf(text: string): Budget | string {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim())
  const parts = value.split('/').map((part) => part.trim())
  if (name === 'throughput') return throughputLimit(text, parts)
  const [amount = '', ...window] = parts
  const statistic = LIMIT_STATISTICS.find((known) => known === name.replace('.', ''))
  if (statistic !== undefined) {
    const limitMs = limitMsOf(amount)
    if (limitMs === undefined) return `"${text}": expected a duration such as 10ms behind the =`
    return within(text, window, { [`${statistic}Ms`]: limitMs })
  }
  const share = SHARES.find((known) => known === name)
  if (share === undefined) {
    const known = [...LIMIT_STATISTICS, ...SHARES, 'throughput'].join(', ')
    return `"${text}": expected one of ${known} before the =`
  }
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(amount) ?? []
  if (percent === undefined || Number(percent) > 100) {
    return `"${text}": expected a share such as 1% behind the =`
  }
  return within(text, window, { [`${share}Percent`]: Number(percent) })
}

function throughputLimit(
  text: string,
  [amount = '', per, ...window]: readonly string[],
): Budget | string {
  if (per !== 's' || !/^\d+(?:\.\d+)?$/.test(amount)) {
    return `"${text}": expected a rate such as 450/s behind the =`
  }
  return within(text, window, { throughputPerSecond: Number(amount) })
}

/** Of the whole, or of every window of the length that stands behind the last slash. */
function within(text: string, window: readonly string[], limits: Budget): Budget | string {
  const [length] = window
  if (length === undefined) return limits
  const lengthMs = window.length === 1 && /\D$/.test(length) ? parseWindowMs(length) : undefined
  if (lengthMs === undefined) {
    return `"${text}": expected whole seconds such as 10s behind the /`
  }
  return { every: { [formatDurationMs(lengthMs)]: limits } }
}

/** Limits may be shorter than any other duration. A bare number could be of any unit. */
function limitMsOf(value: string): number | undefined {
  const [, microseconds] = /^(\d+(?:\.\d+)?)\s*[uµ]s$/.exec(value) ?? []
  if (microseconds !== undefined) return Number(microseconds) / 1000
  return /^[\d.]+$/.test(value) ? undefined : parseDurationMs(value)
}
