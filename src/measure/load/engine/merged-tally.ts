import type { Counts } from '../../../model/run.ts'
import type { OwnMetric } from '../../../model/scenario.ts'
import { decodeHistogram, encodeHistogram, type Histogram } from '../../../stats/index.ts'
import type { TallyParts } from './parts.ts'

/** Tallies added up, of several workers or windows: exactly, since histograms are merged and never percentiles. */
export class MergedTally {
  readonly histograms: Map<string, Histogram> = new Map()
  readonly stages: Map<string, MergedStage> = new Map()
  readonly own: Map<string, MergedOwn> = new Map()
  readonly errors: Map<string, number> = new Map()
  bytesOut = 0
  bytesIn = 0
  #counts: Counts = NO_COUNTS

  get counts(): Counts {
    return this.#counts
  }

  /** Iterations that were started and have not ended. */
  get inFlight(): number {
    const { started, completed, failed, rejected } = this.#counts
    return started - completed - failed - rejected
  }

  add(parts: TallyParts): this {
    this.#counts = addCounts(this.#counts, parts.counts)
    this.bytesOut += parts.bytesOut
    this.bytesIn += parts.bytesIn
    for (const { code, count } of parts.errors) this.#addError(code, count)
    for (const [name, encoded] of Object.entries(parts.histograms)) {
      this.histograms.set(name, sum(this.histograms.get(name), encoded))
    }
    for (const { name, calls, histogram } of parts.stages) {
      const known = this.stages.get(name)
      this.stages.set(name, {
        calls: calls + (known?.calls ?? 0),
        histogram: sum(known?.histogram, histogram),
      })
    }
    for (const { name, total, histogram, ...metric } of parts.own) {
      const known = this.own.get(name)
      this.own.set(name, {
        metric,
        total: total + (known?.total ?? 0),
        histogram: sum(known?.histogram, histogram),
      })
    }
    return this
  }

  /** Iterations that nobody can tell the end of have failed. */
  failInFlight(code: string): void {
    const lost = this.inFlight
    if (lost <= 0) return
    this.#counts = { ...this.#counts, failed: this.#counts.failed + lost }
    this.#addError(code, lost)
  }

  /** As records have them: without, where nobody counts them. */
  get bytes(): { readonly bytesOut?: number; readonly bytesIn?: number } {
    const { bytesOut, bytesIn } = this
    return bytesOut + bytesIn > 0 ? { bytesOut, bytesIn } : {}
  }

  /** As plain data. */
  parts(): TallyParts {
    return {
      counts: this.#counts,
      bytesOut: this.bytesOut,
      bytesIn: this.bytesIn,
      errors: [...this.errors].map(([code, count]) => ({ code, count })),
      histograms: Object.fromEntries(
        [...this.histograms].map(([name, histogram]) => [name, encodeHistogram(histogram)]),
      ),
      stages: [...this.stages].map(([name, { calls, histogram }]) => ({
        name,
        calls,
        histogram: encodeHistogram(histogram),
      })),
      own: [...this.own].map(([name, { metric, total, histogram }]) => ({
        ...metric,
        name,
        total,
        histogram: encodeHistogram(histogram),
      })),
    }
  }

  #addError(code: string, count: number): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + count)
  }
}

/** A stage of several tallies. */
export interface MergedStage {
  readonly calls: number
  readonly histogram: Histogram
}

/** An own metric of several tallies. */
export interface MergedOwn {
  readonly metric: OwnMetric
  readonly total: number
  readonly histogram: Histogram
}

const NO_COUNTS: Counts = {
  scheduled: 0,
  started: 0,
  completed: 0,
  failed: 0,
  rejected: 0,
  late: 0,
  dropped: 0,
}

function addCounts(one: Counts, other: Counts): Counts {
  return {
    scheduled: one.scheduled + other.scheduled,
    started: one.started + other.started,
    completed: one.completed + other.completed,
    failed: one.failed + other.failed,
    rejected: one.rejected + other.rejected,
    late: one.late + other.late,
    dropped: one.dropped + other.dropped,
  }
}

function sum(known: Histogram | undefined, encoded: Uint8Array): Histogram {
  const added = decodeHistogram(encoded)
  if (known === undefined) return added
  known.add(added)
  return known
}
