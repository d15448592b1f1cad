import { Observed } from '../observing/observed.ts'
import type { FilledWsPlan } from './input.ts'

/**
 * `late`: an answer after its time-out. `unexpected`: a message that is neither an answer nor carries a pushed message's
 * number. `stale`: a pushed message so far behind the newest that it was counted as lost. `unusableTimestamps`: not of this
 * host's monotonic clock.
 */
export type WsCounter =
  | 'reconnects'
  | 'late'
  | 'unexpected'
  | 'pushed'
  | 'lost'
  | 'duplicates'
  | 'reordered'
  | 'stale'
  | 'unusableTimestamps'

/** Both in ns. */
export type WsTrend = 'pushLatency' | 'fanOutSkew'

/** What is seen beside exchanges. */
export type WsObserved = Observed<WsCounter, WsTrend>

/** Only what the plan can give. @param settle see {@link Observed} */
export function observedBy({ exchange, pushed }: FilledWsPlan, settle: () => void): WsObserved {
  const isTimed = pushed?.sentAt?.clock === 'monotonic'
  return new Observed<WsCounter, WsTrend>(
    {
      counters: [
        'reconnects',
        'unexpected',
        ...(exchange.kind === 'reply' ? (['late'] as const) : []),
        ...(pushed === undefined ? [] : PUSHED),
        ...(isTimed ? (['unusableTimestamps'] as const) : []),
      ],
      trendsNs: [
        ...(isTimed ? (['pushLatency'] as const) : []),
        ...(pushed?.isFanOut === true ? (['fanOutSkew'] as const) : []),
      ],
    },
    settle,
  )
}

const PUSHED = ['pushed', 'lost', 'duplicates', 'reordered', 'stale'] as const
