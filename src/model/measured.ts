import type { Unit } from './unit.ts'

/** What every record is made of: counts, distributions, stages, errors. Units as in run.ts. */

/** Two bounds, low first. */
export type Interval = readonly [lo: number, hi: number]

/** Something that a reader of the numbers should know. */
export interface Note {
  /** Stable, SCREAMING_SNAKE_CASE. */
  readonly code: string
  /** One plain sentence. */
  readonly message: string
}

/** Iterations by what became of them. A closed-loop benchmark schedules each iteration as it starts it. */
export interface Counts {
  readonly scheduled: number
  readonly started: number
  readonly completed: number
  readonly failed: number
  /** Refused by the target's own rate limiting: an outcome, not an error. */
  readonly rejected: number
  readonly late: number
  readonly dropped: number
}

/** A distribution of one measured quantity, in `unit`. */
export interface Metric {
  readonly unit: Unit
  /** Iterations. */
  readonly count: number
  /** Timed samples; a sample may be a batch of `batchSize` iterations. */
  readonly samples: number
  readonly batchSize: number
  readonly min: number
  readonly mean: number
  readonly stddev: number
  readonly p50: number
  /** Above p50 only from unbatched samples; p99 from ≥ 300 of them, p99.9 from ≥ 3,000. */
  readonly p90?: number
  readonly p95?: number
  readonly p99?: number
  readonly p999?: number
  readonly max: number
  /** 95 % interval of the median over launches (within the launch, in a launch's own record). */
  readonly medianCi95?: Interval
  /** Whole: HdrHistogram V2, compressed, base64. Absent in a launch's own record. */
  readonly histogram?: string
  /** Own metrics only: how it was recorded. */
  readonly kind?: OwnMetricKind
  /** Own metrics only: which way is good; absent = neither. */
  readonly better?: 'lower' | 'higher'
  /** Counters only: the sum of all that was added. */
  readonly total?: number
}

/** `counter` adds up, `gauge` keeps a level, `trend` keeps a distribution. */
export type OwnMetricKind = 'counter' | 'gauge' | 'trend'

/** A named part of the iteration. */
export interface StageResult {
  /** A stage inside a stage is `outer > inner`. */
  readonly name: string
  /** Calls in all iterations; several calls in one iteration are summed into one sample. */
  readonly calls: number
  readonly metrics: Readonly<Record<string, Metric>>
}

/** Failures of one kind. */
export interface ErrorCount {
  readonly code: string
  readonly count: number
  /** The first one's message. */
  readonly example: string
  /** The first frame in the user's own code, `file:line:column`, relative to the project. */
  readonly where?: string
}

/** Whether the generator kept up. A benchmark's generator is the loop itself: `ok`, 0. */
export interface Health {
  readonly generator: 'ok' | 'saturated'
  readonly sendLagP99Ms: number
  readonly notes: readonly string[]
}
