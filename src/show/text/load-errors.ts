import type { ErrorBurst } from '../../model/load-findings.ts'
import type { ErrorCount } from '../../model/run.ts'
import { secondText } from './load.ts'
import { formatCount, formatTogether } from './quantity.ts'

/** Bursts of a code that are told one by one, the largest. */
const TOLD = 3

/** The bursts of one code, the largest few in time order, and how many more there were. */
export function burstSentences(
  error: ErrorCount,
  bursts: readonly ErrorBurst[],
): readonly string[] {
  const own = bursts.filter(({ code }) => code === error.code)
  const told = own
    .toSorted((a, b) => b.count - a.count)
    .slice(0, TOLD)
    .toSorted((a, b) => a.startMs - b.startMs)
  const more = own.length - told.length
  return [
    ...told.map(burstSentence),
    ...(more > 0 ? [`and ${formatCount(more)} smaller ${more === 1 ? 'burst' : 'bursts'}`] : []),
  ]
}

/** `120 of them from 12 s to 16 s, while latency rose (p95 5.02 ms, then 219 ms)`. */
function burstSentence({ count, startMs, durationMs, latency }: ErrorBurst): string {
  const when = `from ${secondText(startMs)} to ${secondText(startMs + durationMs)}`
  return `${formatCount(count)} of them ${when}${latencyText(latency)}`
}

function latencyText(latency: ErrorBurst['latency']): string {
  if (latency.kind === 'unknown') return ''
  if (latency.kind === 'silent') return ', while nothing completed'
  if (latency.kind === 'still') return ', while latency stayed as it was'
  const [usual = '', during = ''] = formatTogether([latency.usualNs, latency.duringNs], 'ns')
  return `, while latency rose (p95 ${usual} → ${during})`
}
