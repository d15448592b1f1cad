import { type Budget, mergeBudgets } from '../../../model/budget.ts'
import type { MeasureEvent } from '../../../model/plan.ts'
import type { Calibration, ErrorCount, Result } from '../../../model/run.ts'
import { MachineWatch } from '../../environment/machine-watch.ts'
import { assembleResult } from '../assemble.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'
import { shownPath } from './file-names.ts'
import type { VitestPlan } from './plan.ts'
import type { HostOrder, TestMeasurement } from './protocol.ts'

/** Gathers what the tests measured, by scenario, over all launches. */
export class Tally {
  readonly calibrations: Calibration[] = []
  /** Scenarios of one name in several files, one line each. */
  readonly problems: string[] = []
  readonly #plan: VitestPlan
  readonly #packHistogram: (encoded: Uint8Array) => string
  readonly #scenarios = new Map<string, Measured>()

  constructor(plan: VitestPlan, packHistogram: (encoded: Uint8Array) => string) {
    this.#plan = plan
    this.#packHistogram = packHistogram
  }

  /** As the first launch found them, so that all launches' samples have one shape. */
  batchSizes(): Record<string, number> {
    const found = [...this.#scenarios].flatMap(([key, { launches }]) => {
      const size = launches[0]?.batchSize
      return size === undefined ? [] : [[key, size] as const]
    })
    return Object.fromEntries(found)
  }

  /** Keeps one measurement and gives the event that tells of it. `error`: why it has no outcome of its own. */
  add(
    measured: TestMeasurement,
    { file, test: { launch } }: HostOrder & { readonly kind: 'run' },
    error: ErrorCount,
  ): MeasureEvent | undefined {
    const scenario = this.#scenarioOf(measured, file)
    if (scenario === undefined) return undefined
    const { outcome, key } = measured
    if (outcome.status === 'measured') {
      scenario.launches.push(outcome.measurement)
      this.calibrations.push(outcome.measurement.calibration)
      if (measured.machine !== undefined) scenario.machine.add(measured.machine)
      const { launch: own, notes } = outcome.measurement
      const finished = { status: 'ok', launch: own, notes } as const
      return { kind: 'launch-finished', key, launch, outcome: finished }
    }
    const failure = outcome.status === 'failed' ? outcome.error : error
    if (scenario.errors.length === 0) scenario.errors.push(failure)
    return { kind: 'launch-finished', key, launch, outcome: { status: 'failed', error: failure } }
  }

  /** Limits asserted in a test. */
  assert(key: string, limits: Budget): void {
    const scenario = this.#scenarios.get(key)
    if (scenario !== undefined) scenario.asserted = mergeBudgets(scenario.asserted, limits)
  }

  /** Every scenario that was measured or failed, in the order of the files. */
  results(): Result[] {
    const order = this.#plan.files
    return [...this.#scenarios.values()]
      .filter(({ launches, errors }) => launches.length + errors.length > 0)
      .toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path))
      .map((scenario) => this.#assemble(scenario))
  }

  #scenarioOf(about: TestMeasurement, path: string): Measured | undefined {
    const known = this.#scenarios.get(about.key)
    const elsewhere = this.#plan.takenNames.get(about.name) ?? this.#fileOfName(about.name, path)
    if (elsewhere !== undefined) {
      this.#complain(about.name, elsewhere, path)
      return undefined
    }
    if (known !== undefined) return known
    const scenario: Measured = {
      about,
      path,
      launches: [],
      errors: [],
      machine: new MachineWatch(),
      asserted: {},
    }
    this.#scenarios.set(about.key, scenario)
    return scenario
  }

  /** Another file than `path` that measures a scenario of this name. */
  #fileOfName(name: string, path: string): string | undefined {
    const other = [...this.#scenarios.values()].find(
      (scenario) => scenario.about.name === name && scenario.path !== path,
    )
    return other === undefined ? undefined : shownPath(other.path, this.#plan.cwd)
  }

  #complain(name: string, elsewhere: string, path: string): void {
    const here = shownPath(path, this.#plan.cwd)
    const line = `2 scenarios are named ${JSON.stringify(name)}: ${elsewhere}, ${here}`
    if (!this.problems.includes(line)) this.problems.push(line)
  }

  #assemble({ about, path, launches, errors, machine, asserted }: Measured): Result {
    const { key, name, category, tags, params, timeMs, budget } = about
    const declared = mergeBudgets(budget, this.#plan.budgets[name] ?? {})
    return assembleResult({
      identity: { key, name, category, tags, params, file: shownPath(path, this.#plan.cwd) },
      budget: mergeBudgets(declared, asserted),
      profile: { kind: 'bench', launches: this.#plan.launches, timeMs, loader: 'vitest' },
      launches,
      errors,
      notes: machine.notes(),
      packHistogram: this.#packHistogram,
    })
  }
}

/** One scenario on its way. */
interface Measured {
  readonly about: TestMeasurement
  readonly path: string
  readonly launches: LaunchMeasurement[]
  readonly errors: ErrorCount[]
  readonly machine: MachineWatch
  asserted: Budget
}
