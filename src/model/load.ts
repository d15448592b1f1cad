import type { TargetInfo } from './target.ts'
import type { Unit } from './unit.ts'

/**
 * Load, as data: when iterations are to start, what each does, and what became of it. `measure/load` interprets it.
 */

/** How arrivals lie within a rate: evenly, or as independent callers would come (a Poisson process). */
export const ARRIVALS = ['uniform', 'poisson'] as const

/** One of them. */
export type Arrivals = (typeof ARRIVALS)[number]

/** How a load moves. */
export const LOAD_PROFILES = [
  'sustained',
  'ramp',
  'burst',
  'spike',
  'stress',
  'soak',
  'mixed',
  'breakpoint',
] as const

/** One of them. */
export type LoadProfileName = (typeof LOAD_PROFILES)[number]

/** A stretch in which the rate goes in a straight line from one value to another. */
export interface RateStage {
  readonly durationMs: number
  readonly fromPerSecond: number
  readonly toPerSecond: number
}

/** A stretch in which the number of virtual users goes in a straight line from one value to another. */
export interface UserStage {
  readonly durationMs: number
  readonly fromUsers: number
  readonly toUsers: number
}

/** When iterations start. Open: at times that no answer delays. Closed: each user waits for its answer. */
export type LoadSchedule =
  | {
      readonly kind: 'open'
      readonly stages: readonly RateStage[]
      readonly arrivals: Arrivals
    }
  | {
      readonly kind: 'replay'
      /** From the start of the run, ascending. */
      readonly arrivalsMs: readonly number[]
    }
  | {
      readonly kind: 'closed'
      readonly stages: readonly UserStage[]
      /** Pause after each answer. */
      readonly thinkTimeMs: number
      /** Shortest time from one start of a user to its next; 0 = none. */
      readonly pacingMs: number
    }

/** What became of one iteration. `rejected`: refused by the target's own rate limiting. */
export type OutcomeKind = 'ok' | 'failed' | 'rejected'

/**
 * How one exchange with a target ended. Times are of the monotonic clock (`process.hrtime`), in ns. The object may be
 * reused by who made it: take what is needed from it at once.
 */
export interface ExchangeOutcome {
  readonly kind: OutcomeKind
  /** Stable, SCREAMING_SNAKE_CASE or a status (`HTTP_503`); empty when ok. */
  readonly code: string
  /** A message; only looked at for the first of each code. May hold secrets: whoever records it redacts it. */
  readonly example: string
  /** When it was handed to a connection that was free. Service time counts from here. */
  readonly sentNs: number
  readonly endedNs: number
  /** 0 = none came. */
  readonly firstByteNs: number
  readonly bytesOut: number
  readonly bytesIn: number
  /** How long making its connection took, of the first exchange that the connection carried; else absent or 0. */
  readonly connectNs?: number
  /** TLS, likewise. */
  readonly tlsNs?: number
}

/** Called once, when an exchange has ended, however it ended: also by time-out, and when the connection is closed. */
export type ExchangeEnd = (outcome: ExchangeOutcome) => void

/** One connection to a target, or whatever carries one exchange after another. */
export interface LoadConnection {
  /** Exchanges that it can carry at a time from now on: 0 while it is broken or connecting. */
  readonly free: number
  /** Starts an exchange. To be called while `free` > 0; what is to be sent was fixed when the client was opened. */
  exchange(input: unknown, onEnd: ExchangeEnd): void
  /** Ends it; what is in flight ends as `CLOSED`. */
  close(): void
}

/** What a client tells its owner. */
export interface LoadConnectionEvents {
  /** A connection has become free, or has more room: something that waits may be started. */
  readonly onFree: (connection: LoadConnection) => void
  /** It could not be made, or broke, between exchanges. It makes itself anew by itself, with a growing pause. */
  readonly onTrouble: (code: string, example: string) => void
}

/** What drives one target over one protocol, in one process. Opened once; makes connections as they are asked for. */
export interface LoadClient extends AsyncDisposable {
  connect(events: LoadConnectionEvents): LoadConnection
}

/** A protocol: users may add their own. `P` is what one exchange does, as data. */
export interface LoadTransport<P = unknown> {
  /** `http`, `ws`, `redis` … */
  readonly kind: string
  /**
   * What is wrong with a plan, one line each, without opening anything: asked before anything is measured.
   * @throws PlimsollError when an optional package is missing
   */
  check?(plan: P): readonly string[]
  /** The plan with its placeholders made to be filled from each exchange's input; absent = exchanges see to it. */
  withInput?(plan: P): P
  /** @throws PlimsollError when what is asked makes no sense (exit 2), or an optional package is missing */
  open(plan: P, common: LoadClientOptions): Promise<LoadClient>
}

/** What every transport gets. */
export interface LoadClientOptions {
  /** An exchange that takes longer fails with `TIMEOUT`; connecting likewise (`CONNECT_TIMEOUT`). */
  readonly timeoutMs: number
  /** Exchanges that one connection may carry at a time, where the protocol allows more than one. */
  readonly pipelining: number
  readonly signal: AbortSignal
  /** The service that the work is for, where there is one. */
  readonly target?: TargetInfo
}

/** Where a transport is to be imported from. */
export interface TransportPlace {
  /** File URL. */
  readonly url: string
  /** Without it: the default export, or the one named `transport`. */
  readonly exportName?: string
}

/**
 * A client that sees more than its exchanges: pushed messages, loss, order. An optional ability, asked for with
 * {@link observes}; a transport whose exchanges tell everything has none.
 */
export interface ObservingClient extends LoadClient {
  readonly observations: LoadObservations
}

/** What a client saw beside its exchanges, kept in fixed memory until it is asked for. */
export interface LoadObservations {
  /** Every metric that may come, by name; known as soon as the client is open. */
  readonly metrics: Readonly<Record<string, ObservedMetric>>
  /**
   * Hands over what was seen since the last time, and forgets it. To be called as each window closes, and once more when
   * the client is disposed of: what was missing until then is missing for good.
   */
  drain(sink: ObservationSink): void
}

/** Counters are summed; of trends the distribution is kept. */
export interface ObservedMetric {
  readonly kind: 'counter' | 'trend'
  readonly unit: Unit
}

/** Takes what a client saw. Names are those of {@link LoadObservations.metrics}. */
export interface ObservationSink {
  /** Adds to a counter. */
  count(name: string, added: number): void
  /** A value of a trend, in its unit, that was seen so many times. */
  value(name: string, value: number, times: number): void
}

/** Whether a client sees more than its exchanges. */
export function observes(client: LoadClient): client is ObservingClient {
  return 'observations' in client
}

/** A named stretch of a run: `warm-up`, `ramp-up`, `base`, `burst 1` … Several may have the same name. */
export interface LoadPhase {
  readonly name: string
  /** From the start of the run. */
  readonly startMs: number
  readonly durationMs: number
  /** Whether it counts as steady state: the load stands still, and is measured. */
  readonly steady: boolean
}

/** A schedule with names for its stretches, in their order and without gaps. */
export interface PhasedSchedule {
  readonly schedule: LoadSchedule
  readonly phases: readonly LoadPhase[]
}
