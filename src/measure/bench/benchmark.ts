import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createRandom, shuffle } from '../../kernel/random.ts'
import type { BenchPlan, Measurement, PlannedScenario } from '../../model/plan.ts'
import type { MeasureOptions, Measurer } from '../../model/ports.ts'
import type { Calibration, ErrorCount, Note, Result } from '../../model/run.ts'
import { assembleResult } from './assemble.ts'
import { MachineWatch } from '../environment/machine-watch.ts'
import type { LaunchMeasurement, LaunchOrder } from './launch/protocol.ts'
import { type LaunchEnd, runLaunch } from './launch/run-launch.ts'
import { fileNamesOf } from './profile-files.ts'
import { targetFor } from './target-for.ts'

/**
 * Benchmarks: rounds of launches.
 *
 *   round 1   C · A · B        one fresh process each, one after the other, in a new random order each round:
 *   round 2   A · C · B        a slow minute of the machine hits every scenario, not one
 *   …
 */
export const benchmark: Measurer = {
  async measure(plan: BenchPlan, options: MeasureOptions): Promise<Measurement> {
    const bench = new Benchmark(plan, options)
    for (let launch = 0; launch < plan.launches && !bench.aborted; launch++)
      await bench.round(launch)
    if (plan.cpuProfileDir !== undefined && !bench.aborted) await bench.profile(plan.cpuProfileDir)
    return bench.finish()
  },
}

/** One scenario on its way. */
interface Progress {
  readonly planned: PlannedScenario
  readonly launches: LaunchMeasurement[]
  readonly errors: ErrorCount[]
  readonly machine: MachineWatch
  finished: Result | undefined
}

class Benchmark {
  aborted = false
  readonly #plan: BenchPlan
  readonly #options: MeasureOptions
  readonly #progress: readonly Progress[]
  readonly #calibrations: Calibration[] = []
  readonly #profiles: string[] = []

  constructor(plan: BenchPlan, options: MeasureOptions) {
    this.#plan = plan
    this.#options = options
    this.#progress = plan.scenarios.map((planned) => ({
      planned,
      launches: [],
      errors: [],
      machine: new MachineWatch(),
      finished: undefined,
    }))
  }

  async round(launch: number): Promise<void> {
    const order = shuffle(
      [...this.#progress],
      createRandom(this.#plan.seed).split(`round/${launch}`),
    )
    for (const progress of order) {
      if (this.#options.signal.aborted) this.aborted = true
      if (this.aborted) return
      if (progress.errors.length === 0) await this.#launch(progress, launch)
      if (launch === this.#plan.launches - 1 || progress.errors.length > 0) this.#close(progress)
    }
  }

  /** One more launch for each scenario, under the profiler; its numbers are not used. */
  async profile(folder: string): Promise<void> {
    const names = fileNamesOf(this.#progress.map(({ planned }) => planned.identity.key))
    for (const [index, { planned, launches, errors }] of this.#progress.entries()) {
      if (errors.length > 0 || this.aborted) continue
      const file = join(folder, `${names[index]}.cpuprofile`)
      const order = {
        ...this.#orderOf(planned, launches),
        launch: this.#plan.launches,
        cpuProfile: file,
      }
      const end = await this.#run(order, planned)
      if (end.status === 'measured') this.#profiles.push(file)
      if (end.status === 'aborted') this.aborted = true
    }
  }

  finish(): Measurement {
    const measured = this.#progress.filter(
      ({ launches, errors }) => launches.length + errors.length > 0,
    )
    return {
      results: measured.map((progress) => progress.finished ?? this.#assemble(progress)),
      aborted: this.aborted,
      profiles: this.#profiles,
      calibrations: this.#calibrations,
    }
  }

  async #launch(progress: Progress, launch: number): Promise<void> {
    const { planned, launches, errors, machine } = progress
    const key = planned.identity.key
    this.#options.onEvent({ kind: 'launch-started', key, launch, launches: this.#plan.launches })
    machine.begin()
    const end = await this.#run({ ...this.#orderOf(planned, launches), launch }, planned)
    if (end.status === 'measured') machine.end(end.measurement.processCpuMs)
    if (end.status === 'aborted') {
      this.aborted = true
      this.#options.onEvent({ kind: 'launch-finished', key, launch, outcome: end })
      return
    }
    if (end.status === 'failed') errors.push(end.error)
    else {
      launches.push(end.measurement)
      this.#calibrations.push(end.measurement.calibration)
    }
    const outcome =
      end.status === 'failed'
        ? end
        : ({ status: 'ok', launch: end.measurement.launch, notes: end.measurement.notes } as const)
    this.#options.onEvent({ kind: 'launch-finished', key, launch, outcome })
  }

  #run(order: LaunchOrder, planned: PlannedScenario): Promise<LaunchEnd> {
    return runLaunch(order, {
      cwd: this.#plan.cwd,
      timeoutMs: planned.timeoutMs,
      signal: this.#options.signal,
      onOutput: (text) =>
        this.#options.onEvent({ kind: 'output', key: planned.identity.key, text }),
    })
  }

  #orderOf(planned: PlannedScenario, launches: readonly LaunchMeasurement[]): LaunchOrder {
    return {
      kind: 'launch',
      token: randomUUID(),
      path: planned.path,
      exportName: planned.exportName,
      paramsIndex: planned.paramsIndex,
      seed: createRandom(this.#plan.seed).split(planned.identity.key).seed,
      launch: 0,
      timeMs: this.#plan.timeMs,
      warmUpMs: this.#plan.warmUpMs,
      batchSize: launches[0]?.batchSize,
      cpuProfile: undefined,
      ...targetFor(planned, this.#plan.targets),
      ...(planned.exchange === undefined ? {} : { exchange: planned.exchange }),
    }
  }

  #close(progress: Progress): void {
    if (progress.finished !== undefined) return
    progress.finished = this.#assemble(progress)
    const key = progress.planned.identity.key
    this.#options.onEvent({ kind: 'scenario-finished', key, result: progress.finished })
  }

  #assemble({ planned, launches, errors, machine }: Progress): Result {
    const notes: Note[] = machine.notes()
    return assembleResult({
      identity: planned.identity,
      budget: planned.budget,
      profile: {
        kind: 'bench',
        launches: this.#plan.launches,
        timeMs: this.#plan.timeMs,
        loader: 'native',
      },
      launches,
      errors,
      notes,
      packHistogram: this.#options.packHistogram,
    })
  }
}
