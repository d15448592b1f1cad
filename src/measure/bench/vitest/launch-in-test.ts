import { ExitCode, PlimsollError } from '../../../kernel/errors.ts'
import { createRandom } from '../../../kernel/random.ts'
import type { ErrorCount, Note } from '../../../model/run.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { type MachineReading, MachineWatch } from '../../environment/machine-watch.ts'
import { measureLaunch } from '../engine/engine.ts'
import { exchangeInTest } from '../exchange/in-test.ts'
import { describeFailure, describeTimeOut, failureOf } from '../launch/failures.ts'
import type { LaunchMeasurement, LaunchStep } from '../launch/protocol.ts'
import type { TestOrder } from './protocol.ts'

/** One launch in the process of a test. Unlike a launch of its own process, it can't be killed when it hangs. */

/** What is launched, and how. */
export interface TestLaunch {
  readonly scenario: Scenario
  readonly paramsIndex: number
  readonly key: string
  readonly order: TestOrder
  /** Called once nothing of the scenario runs any more, which is later than a time-out. */
  readonly onSettled: () => void
}

/** What came of it. */
export type TestLaunchEnd =
  | {
      readonly status: 'measured'
      readonly measurement: LaunchMeasurement
      /** Of the machine around it. */
      readonly machine: MachineReading | undefined
      /** On that machine. */
      readonly notes: readonly Note[]
    }
  | { readonly status: 'failed'; readonly error: ErrorCount; readonly thrown: unknown }

/** Measures; never rejects. */
export async function launchInTest(launch: TestLaunch): Promise<TestLaunchEnd> {
  const watch = new StepWatch(launch)
  const machine = new MachineWatch()
  const cpuBeforeMs = processCpuMs()
  machine.begin()
  const measuring = measure(launch, watch).finally(launch.onSettled)
  try {
    const measurement = await Promise.race([measuring, watch.timedOut])
    const reading = machine.end(measurement.processCpuMs - cpuBeforeMs)
    return { status: 'measured', measurement, machine: reading, notes: machine.notes() }
  } catch (thrown) {
    return { status: 'failed', error: errorOf(thrown, watch.step), thrown }
  } finally {
    watch.stop()
  }
}

/** Vitest turns a call of process.exit into an error. */
const EXITED = /^process\.exit unexpectedly called with "(.*?)"/

function errorOf(thrown: unknown, step: LaunchStep): ErrorCount {
  if (thrown instanceof PlimsollError)
    return { code: thrown.code, count: 1, example: thrown.message }
  const failure = failureOf(thrown)
  const [, exitCode] = EXITED.exec(failure.message) ?? []
  if (exitCode === undefined) return describeFailure({ failure, step }, process.cwd())
  const message = `called process.exit(${exitCode})`
  const exited = { ...failure, code: 'SCENARIO_EXITED', message }
  return describeFailure({ failure: exited, step }, process.cwd())
}

/** What the scenario throws at once is a rejection too. */
async function measure(
  { scenario, paramsIndex, key, order }: TestLaunch,
  watch: StepWatch,
): Promise<LaunchMeasurement> {
  const exchange = exchangeInTest(scenario, paramsIndex)
  return measureLaunch(scenario, {
    paramsIndex,
    ...(exchange === undefined ? {} : { exchange }),
    launch: order.launch,
    timeMs: order.timeMs,
    warmUpMs: order.warmUpMs,
    seed: createRandom(order.seed).split(key).seed,
    batchSize: order.batchSizes[key],
    onStep: (step) => watch.enter(step),
  })
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Knows the step, and how long it may take where the scenario sets a time-out; the test's own counts in any case. */
class StepWatch {
  step: LaunchStep = 'setup'
  readonly timedOut: Promise<never>
  readonly #launch: TestLaunch
  readonly #reject: (error: Error) => void
  #timer: NodeJS.Timeout | undefined

  constructor(launch: TestLaunch) {
    const { promise, reject } = Promise.withResolvers<never>()
    this.#launch = launch
    this.timedOut = promise
    this.#reject = reject
  }

  enter(step: LaunchStep): void {
    this.step = step
    const { scenario, order } = this.#launch
    if (scenario.timeoutMs === undefined) return
    const measuredMs = { 'warm-up': order.warmUpMs, measure: 5 * order.timeMs }
    const givenMs = step === 'warm-up' || step === 'measure' ? measuredMs[step] : 0
    this.stop()
    this.#timer = setTimeout(() => this.#giveUp(step), scenario.timeoutMs + givenMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #giveUp(step: LaunchStep): void {
    const { code, example } = describeTimeOut(step, this.#launch.scenario.timeoutMs ?? 0)
    const hint = "raise the scenario's timeout, or find out what it waits for"
    const exitCode = ExitCode.scenarioFailed
    this.#reject(new PlimsollError({ code, message: example, hint, exitCode }))
  }
}
