import type { ExchangeOutcome, ObservedMetric } from '../../../model/load.ts'
import type { Counts } from '../../../model/run.ts'
import { createHistogram, encodeHistogram, type Histogram } from '../../../stats/index.ts'
import { histogramFor } from '../../bench/engine/histograms.ts'
import type { Iteration } from './iteration.ts'
import type { OwnParts, StageParts, TallyParts } from './parts.ts'
import type { Spent } from './stages.ts'

/** Up to here it is the generator's own way to a connection that was free, and nothing was waited for. */
const OWN_PATH_NS = 20_000

/**
 * Counts and distributions of one window, in memory that is used again for a later one. Latency and service time are those
 * of completed iterations; send lag is of every arrival that the generator got to, dropped or not.
 */
export class Tally {
  readonly #counts: { -readonly [name in keyof Counts]: number } = noCounts()
  readonly #latency = createHistogram()
  readonly #service = createHistogram()
  readonly #sendLag = createHistogram()
  readonly #firstByte = createHistogram()
  readonly #connectionWait = createHistogram()
  #unwaited = 0
  /** Of connections: one value each, and of some transports none. */
  readonly #connect = createHistogram()
  readonly #tls = createHistogram()
  readonly #errors = new Map<string, number>()
  readonly #stages: (StageTally | undefined)[] = []
  readonly #observed = new Map<string, ObservedTally>()
  #bytesOut = 0
  #bytesIn = 0
  #isEmpty = true

  due(lagNs: number, isLate: boolean): void {
    this.#isEmpty = false
    this.#counts.scheduled++
    if (isLate) this.#counts.late++
    this.#sendLag.record(lagNs)
  }

  started(): void {
    this.#counts.started++
  }

  dropped(): void {
    this.#counts.dropped++
  }

  /** @param code under which a failure counts */
  ended(iteration: Iteration, outcome: ExchangeOutcome, code: string): void {
    this.#isEmpty = false
    this.#bytesOut += outcome.bytesOut
    this.#bytesIn += outcome.bytesIn
    if (outcome.connectNs !== undefined && outcome.connectNs > 0) this.#connected(outcome)
    if (outcome.kind === 'ok') this.#completed(iteration, outcome)
    else if (outcome.kind === 'rejected') this.#counts.rejected++
    else {
      this.#counts.failed++
      this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1)
    }
  }

  get isEmpty(): boolean {
    return this.#isEmpty
  }

  /** Of a metric that a client saw beside its exchanges. */
  observed(name: string, metric: ObservedMetric): ObservedTally {
    this.#isEmpty = false
    const known = this.#observed.get(name)
    if (known !== undefined) return known
    const made = new ObservedTally(metric)
    this.#observed.set(name, made)
    return made
  }

  /**
   * Hands over what was recorded, a distribution a step, and forgets it; `undefined` = nothing.
   * @param own the scenario's own metrics
   */
  *take(own: readonly OwnParts[]): Generator<undefined, TallyParts | undefined> {
    if (this.#isEmpty) return undefined
    const counted = {
      counts: { ...this.#counts },
      bytesOut: this.#bytesOut,
      bytesIn: this.#bytesIn,
      errors: [...this.#errors].map(([code, count]) => ({ code, count })),
    }
    const histograms = yield* this.#takeHistograms()
    const stages: StageParts[] = []
    for (const stage of this.#stages) {
      const parts = stage?.take()
      if (parts === undefined) continue
      stages.push(parts)
      yield
    }
    const observed = [...this.#observed].flatMap(([name, tally]) => tally.take(name) ?? [])
    this.#clear()
    return { ...counted, histograms, stages, own: [...own, ...observed] }
  }

  /** What is told once a connection. */
  #connected({ connectNs = 0, tlsNs = 0 }: ExchangeOutcome): void {
    this.#connect.record(connectNs)
    if (tlsNs > 0) this.#tls.record(tlsNs)
  }

  #completed(iteration: Iteration, { sentNs, endedNs, firstByteNs }: ExchangeOutcome): void {
    this.#counts.completed++
    this.#latency.record(Math.max(0, endedNs - iteration.intendedNs))
    this.#service.record(Math.max(0, endedNs - sentNs))
    const waitNs = sentNs - iteration.handedNs
    if (waitNs > OWN_PATH_NS) this.#connectionWait.record(waitNs)
    else this.#unwaited++
    if (firstByteNs > 0) this.#firstByte.record(Math.max(0, firstByteNs - sentNs))
    if (iteration.stages === undefined) return
    for (const spent of iteration.stages.touched) this.#stageOf(spent).record(spent)
  }

  #stageOf({ node }: Spent): StageTally {
    return (this.#stages[node.index] ??= new StageTally(node.path))
  }

  *#takeHistograms(): Generator<undefined, Record<string, Uint8Array>> {
    if (this.#unwaited > 0) this.#connectionWait.recordN(0, this.#unwaited)
    this.#unwaited = 0
    const all: readonly (readonly [string, Histogram])[] = [
      ['latency', this.#latency],
      ['service', this.#service],
      ['sendLag', this.#sendLag],
      ['connectionWait', this.#connectionWait],
      ['firstByte', this.#firstByte],
      ['connect', this.#connect],
      ['tls', this.#tls],
    ]
    const taken: Record<string, Uint8Array> = {}
    for (const [name, histogram] of all) {
      if (histogram.count === 0) continue
      taken[name] = takeEncoded(histogram)
      yield
    }
    return taken
  }

  #clear(): void {
    Object.assign(this.#counts, noCounts())
    this.#errors.clear()
    this.#bytesOut = 0
    this.#bytesIn = 0
    this.#isEmpty = true
  }
}

class StageTally {
  readonly #name: string
  readonly #histogram = createHistogram()
  #calls = 0

  constructor(name: string) {
    this.#name = name
  }

  record({ spentNs, calls }: Spent): void {
    this.#histogram.record(Math.max(0, spentNs))
    this.#calls += calls
  }

  take(): StageParts | undefined {
    if (this.#calls === 0) return undefined
    const calls = this.#calls
    this.#calls = 0
    return { name: this.#name, calls, histogram: takeEncoded(this.#histogram) }
  }
}

/** One metric that a client saw beside its exchanges. */
class ObservedTally {
  readonly #metric: ObservedMetric
  readonly #histogram: Histogram
  #total = 0

  constructor(metric: ObservedMetric) {
    this.#metric = metric
    this.#histogram = histogramFor(metric.unit)
  }

  add(count: number): void {
    this.#total += count
  }

  value(value: number, times: number): void {
    this.#histogram.recordN(Math.max(0, value), times)
  }

  take(name: string): OwnParts | undefined {
    const { kind, unit } = this.#metric
    const total = this.#total
    this.#total = 0
    if (kind === 'counter' && total > 0) this.#histogram.record(total)
    if (this.#histogram.count === 0) return undefined
    return { name, kind, unit, total, histogram: takeEncoded(this.#histogram) }
  }
}

function takeEncoded(histogram: Histogram): Uint8Array {
  const encoded = encodeHistogram(histogram)
  histogram.clear()
  return encoded
}

const noCounts = (): { -readonly [name in keyof Counts]: number } => ({
  scheduled: 0,
  started: 0,
  completed: 0,
  failed: 0,
  rejected: 0,
  late: 0,
  dropped: 0,
})
