import type { Result } from '../model/run.ts'
import { hasSamples, metricSubject, type Pair } from './values.ts'

/** Why the results of one scenario can't be compared, in words; `undefined` when they can. */
export function obstacleBetween({ current, baseline }: Pair): string | undefined {
  return (
    troubleWith(current, 'in the current run') ??
    troubleWith(baseline, 'in the baseline') ??
    differenceInKind(current, baseline)
  )
}

/** Why one result can't be judged; `undefined` when it can. @param where such as `in the current run` */
export function troubleWith(result: Result, where: string): string | undefined {
  if (result.status === 'failed') return `failed ${where}${firstError(result)}`
  if (!hasSamples(result)) return `gave no samples ${where}`
  if (result.status === 'invalid') return `invalid ${where}: ${invalidity(result)}`
  return undefined
}

const firstError = (result: Result): string => {
  const first = result.errors[0]
  return first === undefined ? '' : `: ${first.example}`
}

const invalidity = (result: Result): string =>
  result.health.notes[0] ?? result.notes[0]?.message ?? 'its numbers are not to be trusted'

function differenceInKind(current: Result, baseline: Result): string | undefined {
  const [now, before] = [latencyUnit(current), latencyUnit(baseline)]
  if (now !== before) return `latency in ${now}, was in ${before}`
  if (current.profile.loader !== baseline.profile.loader) {
    return `measured under ${loaderText(current)}, was under ${loaderText(baseline)}`
  }
  return undefined
}

function latencyUnit(result: Result): string | undefined {
  const { pooled, launches } = metricSubject(result, 'latency')
  return (pooled ?? launches[0])?.unit
}

const loaderText = (result: Result): string =>
  result.profile.loader === 'vitest' ? 'Vitest' : 'Node alone'
