import { createRandom, shuffle } from '../../../kernel/random.ts'
import type { MeasureOptions } from '../../../model/ports.ts'
import { FailedTests } from './failed-tests.ts'
import { shownPath } from './file-names.ts'
import type { VitestMeasurement, VitestPlan } from './plan.ts'
import { type Gatherers, runFile } from './run-file.ts'
import { Tally } from './tally.ts'

/**
 * Benchmarks the scenarios of Vitest's perf tests: rounds of launches, as for other perf files, but here a launch is one
 * run of a whole file.
 *
 *   round 1   b.perf.test.ts · a.perf.test.ts      each in a Vitest of its own, in a new random order each round
 *   round 2   a.perf.test.ts · b.perf.test.ts
 *   …
 *
 * Resolves whatever the tests do; an aborted signal ends it early with what was measured. A file that can't be loaded,
 * hangs or loses its process is not run again.
 */
export async function measureVitestFiles(
  plan: VitestPlan,
  options: MeasureOptions,
): Promise<VitestMeasurement> {
  const benchmark = new VitestBenchmark(plan, options)
  for (let launch = 0; launch < plan.launches && !benchmark.aborted; launch++) {
    await benchmark.round(launch)
  }
  return benchmark.finish()
}

/** A file on its way. */
interface FileProgress {
  readonly path: string
  launches: number
  measured: number
  stopped: boolean
}

class VitestBenchmark {
  aborted = false
  readonly #plan: VitestPlan
  readonly #options: MeasureOptions
  readonly #files: readonly FileProgress[]
  readonly #gatherers: Gatherers

  constructor(plan: VitestPlan, options: MeasureOptions) {
    this.#plan = plan
    this.#options = options
    this.#files = plan.files.map((path) => ({ path, launches: 0, measured: 0, stopped: false }))
    this.#gatherers = {
      tally: new Tally(plan, options.packHistogram),
      assertions: new FailedTests(),
      failures: new FailedTests(),
      problems: new Set(),
    }
  }

  async round(launch: number): Promise<void> {
    const random = createRandom(this.#plan.seed).split(`vitest/round/${launch}`)
    for (const file of shuffle([...this.#files], random)) {
      if (this.#options.signal.aborted) this.aborted = true
      if (this.aborted) return
      if (!file.stopped) await this.#run(file, launch)
    }
  }

  finish(): VitestMeasurement {
    const { tally, assertions, failures, problems } = this.#gatherers
    const results = tally.results()
    for (const result of results) {
      this.#options.onEvent({ kind: 'scenario-finished', key: result.scenario.key, result })
    }
    return {
      results,
      aborted: this.aborted,
      profiles: [],
      calibrations: tally.calibrations,
      problems: [...problems, ...tally.problems],
      assertions: assertions.list(this.#launchesOf),
      failures: failures.list(this.#launchesOf),
      notes: this.#notes(),
    }
  }

  async #run(file: FileProgress, launch: number): Promise<void> {
    const { cwd, seed, timeMs, warmUpMs, timeoutMs } = this.#plan
    const batchSizes = this.#gatherers.tally.batchSizes()
    const test = { seed, launch, timeMs, warmUpMs, batchSizes }
    const order = { kind: 'run', cwd, file: file.path, timeoutMs, test } as const
    const parts = { gatherers: this.#gatherers, options: this.#options }
    const end = await runFile(order, this.#plan, parts)
    file.launches++
    file.measured += end.measured
    file.stopped = end.status === 'stop'
    if (end.status === 'aborted') this.aborted = true
  }

  readonly #launchesOf = (shown: string): number =>
    this.#files.find(({ path }) => shownPath(path, this.#plan.cwd) === shown)?.launches ?? 0

  #notes(): string[] {
    return this.#files
      .filter(({ launches, measured, stopped }) => launches > 0 && measured === 0 && !stopped)
      .map(({ path }) => `${shownPath(path, this.#plan.cwd)}: no test of it called measure()`)
  }
}
