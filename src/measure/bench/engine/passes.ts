import { setImmediate as nextTurn } from 'node:timers/promises'
import { ns, nsToMs } from '../../../kernel/units.ts'
import type { Note } from '../../../model/run.ts'
import type { Chunk, ChunkMeter, Driver } from './driver.ts'
import { samplesPerChunk } from './batching.ts'
import { type GcWatcher, heapUsedBytes } from './gc.ts'
import { Series } from './series.ts'
import { threadCpuNs, timingCostNs, wallNs } from './timers.ts'

/**
 * The passes of a launch:
 *
 *   main pass   chunk · turn · chunk · turn …    samples of `batchSize` iterations, CPU and heap read around each chunk
 *   heap pass   ever smaller samples              only where no chunk was free of garbage collections
 *   tail pass   single iterations                 only for batched scenarios: what percentiles above p50 are made of
 */

/** Samples after which a pass ends whatever its time: memory, not precision, is the limit. */
const MOST_SAMPLES = 1_000_000

/** Fewest samples of a main pass, unless the scenario is so slow that one alone takes {@link PATIENCE} × the time. */
const FEWEST_SAMPLES = 3

/** A pass may take so many times its measured time in all: the rest is feeding and turns of the event loop. */
const PATIENCE = 4

/** Samples of a tail pass: enough for p99.9 from one launch. */
const TAIL_SAMPLES = 4_000

/** Share of the measured time given to the tail pass. */
const TAIL_SHARE = 0.3

/** What the main pass took. */
export interface MainPass {
  /** Wall time per iteration, ns, one a sample, in order. */
  readonly wall: Float64Array
  /** Thread CPU per iteration, ns, one a chunk. */
  readonly cpu: Float64Array
  /** Heap growth per iteration in bytes, one a chunk that saw no collection. */
  readonly heap: Float64Array
  readonly iterations: number
  readonly eventLoopUtilization: number
  readonly notes: readonly Note[]
}

/** What to run. */
export interface MainPassPlan {
  readonly iterationNs: number
  readonly batchSize: number
  readonly timeNs: number
}

/**
 * Takes samples for `timeNs` of measured time. `undefined` when a stage appeared in a batch: it can't be told then how
 * long the stage took in each iteration, and the pass has to be taken again, unbatched.
 */
export async function mainPass(
  driver: Driver,
  gc: GcWatcher,
  plan: MainPassPlan,
): Promise<MainPass | undefined> {
  const wall = new Series(4096)
  const meter = new Meter(gc)
  const chunk: Chunk = {
    batchSize: plan.batchSize,
    samples: samplesPerChunk(plan.iterationNs, plan.batchSize),
  }
  let measuredNs = 0
  const sink = (sample: number): void => {
    wall.push(sample)
    measuredNs += sample * plan.batchSize
  }
  const begin = wallNs()
  const before = performance.eventLoopUtilization()
  for (;;) {
    await driver.take(chunk, sink, meter)
    await gc.delivered()
    meter.afterTurn()
    if (driver.stages.used && plan.batchSize > 1) return undefined
    const tookNs = wallNs() - begin
    const isEnough = measuredNs >= plan.timeNs || tookNs >= PATIENCE * plan.timeNs
    if (isEnough && (wall.length >= FEWEST_SAMPLES || tookNs >= PATIENCE * plan.timeNs)) break
    if (wall.length >= MOST_SAMPLES) break
  }
  return {
    wall: wall.values(),
    cpu: meter.cpu.values(),
    heap: meter.heap.values(),
    iterations: driver.iterations,
    eventLoopUtilization: performance.eventLoopUtilization(before).utilization,
    notes: wall.length < MOST_SAMPLES || measuredNs >= plan.timeNs ? [] : [cutShort(measuredNs)],
  }
}

function cutShort(measuredNs: number): Note {
  const seconds = (nsToMs(ns(measuredNs)) / 1e3).toPrecision(2)
  return {
    code: 'SAMPLES_FULL',
    message: `measuring ended after ${seconds} s with ${MOST_SAMPLES.toLocaleString('en')} samples, the most that a launch keeps`,
  }
}

/** How long the heap pass may look for stretches without a collection. */
const HEAP_PASS_NS = 100e6

/** Stretches that the heap pass wants. */
const HEAP_STRETCHES = 5

/**
 * Heap growth per iteration in bytes, for scenarios that allocate so much that no chunk of the main pass was free of
 * collections: single samples of fewer and fewer iterations, until some are. Empty when even one iteration collects.
 */
export async function heapPass(
  driver: Driver,
  gc: GcWatcher,
  plan: MainPassPlan,
): Promise<Float64Array> {
  const meter = new Meter(gc)
  const deadline = wallNs() + HEAP_PASS_NS
  let batchSize = Math.max(1, plan.batchSize * samplesPerChunk(plan.iterationNs, plan.batchSize))
  while (meter.heap.length < HEAP_STRETCHES && wallNs() < deadline) {
    const before = meter.heap.length
    await driver.take({ samples: 1, batchSize }, () => undefined, meter)
    await gc.delivered()
    meter.afterTurn()
    if (meter.heap.length > before) continue
    if (batchSize === 1 && meter.cpu.length > 2 * HEAP_STRETCHES) break
    batchSize = Math.max(1, batchSize >> 1)
  }
  return meter.heap.values()
}

/** Times single iterations, less what reading the clock costs. Empty when the scenario was not batched. */
export async function tailPass(driver: Driver, plan: MainPassPlan): Promise<Float64Array> {
  const samples = new Series(TAIL_SAMPLES)
  if (plan.batchSize === 1) return samples.values()
  const costNs = timingCostNs()
  const deadline = wallNs() + plan.timeNs * TAIL_SHARE
  const chunk: Chunk = { batchSize: 1, samples: 200 }
  // The loop is compiled for this shape first; what it took until then is another program.
  await driver.take(chunk, () => undefined)
  do {
    await driver.take(chunk, (sample) => samples.push(Math.max(0, sample - costNs)))
    await nextTurn()
  } while (samples.length < TAIL_SAMPLES && wallNs() < deadline)
  return samples.values()
}

/** Reads the CPU clock and the heap around chunks. */
class Meter implements ChunkMeter {
  readonly cpu: Series = new Series()
  readonly heap: Series = new Series()
  readonly #gc: GcWatcher
  #cpuNs = 0
  #wallNs = 0
  #heapBytes = 0
  #collections = 0
  #grownBytes = 0

  constructor(gc: GcWatcher) {
    this.#gc = gc
  }

  begin(): void {
    this.#collections = this.#gc.totals.count
    this.#heapBytes = heapUsedBytes()
    this.#cpuNs = threadCpuNs()
    this.#wallNs = wallNs()
  }

  end({ iterations, measuredNs }: { iterations: number; measuredNs: number }): void {
    // Between samples the driver keeps its books, always on the CPU: that time is not the scenario's.
    const betweenNs = wallNs() - this.#wallNs - measuredNs
    const cpuNs = threadCpuNs() - this.#cpuNs
    this.cpu.push(Math.max(0, cpuNs - betweenNs) / iterations)
    this.#grownBytes = (heapUsedBytes() - this.#heapBytes) / iterations
  }

  /** Only now is it known whether a collection ran in the chunk: its entry needs turns of the event loop to arrive. */
  afterTurn(): void {
    if (this.#gc.totals.count === this.#collections && this.#grownBytes >= 0) {
      this.heap.push(this.#grownBytes)
    }
  }
}
