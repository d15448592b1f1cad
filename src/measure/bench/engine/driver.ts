import type { SlowIteration } from '../../../model/run.ts'
import type { Params, Scenario } from '../../../model/scenario.ts'
import { type InputSource, NO_INPUTS } from './inputs.ts'
import type { FedBatch, Inputs, LoopArguments, Loops } from './loops.ts'
import { OwnMetricRecorder } from './own-metrics.ts'
import { isPromise } from './promise.ts'
import { StageRecorder } from './stages.ts'
import { wallNs } from './timers.ts'

/** How many of the slowest iterations a launch keeps. */
const SLOWEST_KEPT = 5

/** Time in samples after which the driver says that it gets on. */
const BEAT_NS = 1e9

/** Consecutive samples of one shape, taken without giving the event loop a turn of its own. */
export interface Chunk {
  readonly samples: number
  /** Iterations a sample. */
  readonly batchSize: number
}

/** Gets each sample as it was taken: wall time per iteration, in ns. */
export type SampleSink = (perIterationNs: number) => void

/** Gets each sample, and says whether the chunk may go on. */
type Measuring = (perIterationNs: number) => boolean

/**
 * A chunk takes about 10 ms. One that takes so much longer was planned by a time that no longer holds: work that the
 * compiler had left out, say, until it had to take that back.
 */
const LONGEST_CHUNK_NS = 200e6

/** Drives one scenario in this process: draws inputs, runs the loop between two readings of the clock, closes samples. */
export class Driver {
  readonly stages: StageRecorder = new StageRecorder()
  readonly own: OwnMetricRecorder
  /** Whether `run` has to be awaited; known after {@link probe}. */
  isAsync = false
  /** Iterations since the last {@link clear}. */
  iterations = 0
  slowest: Omit<SlowIteration, 'launch'>[] = []

  readonly #scenario: Scenario
  readonly #loops: Loops
  readonly #source: InputSource | undefined
  readonly #args: LoopArguments
  readonly #onBeat: () => void
  readonly #onStages: DriverParts['onStages']
  #sinceBeatNs = 0

  constructor(parts: DriverParts) {
    this.#scenario = parts.scenario
    this.#loops = parts.loops
    this.#source = parts.source
    this.#onBeat = parts.onBeat
    this.#onStages = parts.onStages
    this.own = new OwnMetricRecorder(parts.scenario.metrics)
    this.#args = {
      ctx: parts.ctx,
      input: undefined,
      params: parts.params,
      stage: this.stages.timer,
      metrics: this.own.recorders,
    }
  }

  /** Runs one iteration to learn whether it is asynchronous. */
  async probe(): Promise<void> {
    this.#args.input = this.#source?.draw(1).values[0]
    const value = this.#scenario.run(this.#args)
    this.isAsync = isPromise(value)
    await value
    this.#endSample(1)
  }

  /**
   * Takes a chunk of samples. The inputs are drawn before the first clock reading; a slow feeder shortens the chunk
   * instead of the samples.
   * @returns the samples taken: fewer than asked for when the feeder could not supply them in time, or when they took
   *   far longer than a chunk should.
   */
  async take(chunk: Chunk, sink: SampleSink, meter?: ChunkMeter): Promise<number> {
    const inputs = this.#source?.draw(chunk.samples * chunk.batchSize) ?? NO_INPUTS
    const samples =
      this.#source === undefined || chunk.batchSize > 1
        ? chunk.samples
        : Math.min(chunk.samples, inputs.values.length)
    const taken: Chunk = { samples, batchSize: chunk.batchSize }
    let measuredNs = 0
    let count = 0
    const measuring: Measuring = (perIterationNs) => {
      count++
      measuredNs += perIterationNs * chunk.batchSize
      sink(perIterationNs)
      return measuredNs < LONGEST_CHUNK_NS
    }
    meter?.begin()
    if (this.isAsync) await this.#takeAsync(taken, inputs, measuring)
    else this.#takeSync(taken, inputs, measuring)
    meter?.end({ iterations: count * chunk.batchSize, measuredNs })
    return count
  }

  /** Forgets what was recorded so far (the warm-up). */
  clear(): void {
    this.stages.clear()
    this.own.clear()
    this.slowest = []
    this.iterations = 0
  }

  #takeSync(chunk: Chunk, inputs: Inputs, sink: Measuring): void {
    const { sync, syncFed } = this.#loops
    const run = this.#scenario.run
    const fed = inputs !== NO_INPUTS
    for (let index = 0; index < chunk.samples; index++) {
      const batch = batchAt(index, chunk, inputs)
      const begin = wallNs()
      const last = fed ? syncFed(run, this.#args, batch) : sync(run, this.#args, chunk.batchSize)
      const elapsed = wallNs() - begin
      // Of a batch only the last value is seen: to look at each would cost more than fast scenarios take.
      if (isPromise(last)) throw sometimesAsync()
      if (!this.#close(elapsed, chunk.batchSize, sink)) return
    }
  }

  async #takeAsync(chunk: Chunk, inputs: Inputs, sink: Measuring): Promise<void> {
    const { async, asyncFed } = this.#loops
    const run = this.#scenario.run
    const fed = inputs !== NO_INPUTS
    for (let index = 0; index < chunk.samples; index++) {
      const batch = batchAt(index, chunk, inputs)
      const begin = wallNs()
      if (fed) await asyncFed(run, this.#args, batch)
      else await async(run, this.#args, chunk.batchSize)
      const elapsed = wallNs() - begin
      if (!this.#close(elapsed, chunk.batchSize, sink)) return
    }
  }

  /** @returns whether the chunk may go on */
  #close(elapsedNs: number, batchSize: number, sink: Measuring): boolean {
    if (batchSize === 1) this.#keepIfSlow(elapsedNs)
    this.#endSample(batchSize)
    const goesOn = sink(elapsedNs / batchSize)
    this.#sinceBeatNs += elapsedNs
    if (this.#sinceBeatNs >= BEAT_NS) {
      this.#sinceBeatNs = 0
      this.#onBeat()
    }
    return goesOn
  }

  #endSample(iterations: number): void {
    this.iterations += iterations
    if (this.stages.used) {
      this.#onStages?.(this.stages.snapshot())
      this.stages.endIteration()
    }
    if (this.own.used) this.own.endSample(iterations)
  }

  #keepIfSlow(latencyNs: number): void {
    const fastestKept = this.slowest.at(-1)
    if (this.slowest.length === SLOWEST_KEPT && fastestKept !== undefined) {
      if (latencyNs <= fastestKept.latencyNs) return
      this.slowest.pop()
    }
    const slow = { iteration: this.iterations, latencyNs, stages: this.stages.snapshot() }
    this.slowest = [...this.slowest, slow].sort((a, b) => b.latencyNs - a.latencyNs)
  }
}

function sometimesAsync(): TypeError {
  const message =
    'run returned a promise after having returned plain values: make it async, so that it always does'
  return Object.assign(new TypeError(message), { code: 'SCENARIO_SOMETIMES_ASYNC' })
}

/** The inputs of a chunk's sample. */
function batchAt(index: number, { batchSize }: Chunk, inputs: Inputs): FedBatch {
  return { inputs, first: index * batchSize, iterations: batchSize }
}

/** Reads other clocks around a chunk, outside its samples. */
export interface ChunkMeter {
  begin(): void
  /** @param taken how many iterations the chunk had, and the wall time inside its samples */
  end(taken: { readonly iterations: number; readonly measuredNs: number }): void
}

/** What a driver is made of. */
export interface DriverParts {
  readonly scenario: Scenario
  readonly params: Params
  readonly ctx: unknown
  readonly source: InputSource | undefined
  readonly loops: Loops
  /** Called between samples, at most once a second of measured time: iterations still complete. */
  readonly onBeat: () => void
  /** Gets the stages of each sample with the time spent in each, summed over the sample's iterations. */
  readonly onStages?: (stages: readonly StageTime[]) => void
}

/** A stage, and the time spent in it. */
export type StageTime = SlowIteration['stages'][number]
