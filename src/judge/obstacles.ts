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
  return differenceInLoad(current, baseline)
}

/** Latency under another load is another quantity. */
function differenceInLoad(current: Result, baseline: Result): string | undefined {
  const [now, before] = [current.profile, baseline.profile]
  if (now.kind !== before.kind) return `a ${now.kind} result, was a ${before.kind} result`
  if (now.kind !== 'load' || before.kind !== 'load') return undefined
  const differs = LOAD_PARTS.find(
    (part) => JSON.stringify(now[part]) !== JSON.stringify(before[part]),
  )
  return differs === undefined ? undefined : `loaded in another way: ${LOAD_WORDS[differs]}`
}

const LOAD_PARTS = ['schedule', 'phases', 'connections', 'pipelining'] as const

const LOAD_WORDS: Readonly<Record<(typeof LOAD_PARTS)[number], string>> = {
  schedule: 'the schedules differ',
  phases: 'what counts as steady state differs',
  connections: 'on another number of connections',
  pipelining: 'with another pipelining',
}

function latencyUnit(result: Result): string | undefined {
  const { pooled, launches } = metricSubject(result, 'latency')
  return (pooled ?? launches[0])?.unit
}

const loaderText = (result: Result): string =>
  result.profile.loader === 'vitest' ? 'Vitest' : 'Node alone'
