import { relative, sep } from 'node:path'
import { inject, type RunnerTestCase, TestRunner } from 'vitest'
import { usageError } from '../../../kernel/errors.ts'
import type { Budget } from '../../../model/budget.ts'
import type { Result } from '../../../model/run.ts'
import { type Params, type Scenario, scenarioKey } from '../../../model/scenario.ts'
import { assembleResult } from '../assemble.ts'
import { chooseParams } from './choose-params.ts'
import { launchInTest, type TestLaunchEnd } from './launch-in-test.ts'
import {
  META_KEY,
  STARTED_ANNOTATION,
  type TestMeasurement,
  type TestOrder,
  type TestOutcome,
} from './protocol.ts'
import { keepAsserted, keepMeasurement } from './test-report.ts'
import { takeTurn } from './turns.ts'

/** What measuring may be told. */
export interface MeasureInTestOptions {
  /** Which set of the scenario's params; needed when there are several. */
  readonly params?: Params
  /** Measured time. Default: as `plimsoll run` says (`--time`), else 500 ms. */
  readonly timeMs?: number
  /** Longest warm-up. Default: as `plimsoll run` says (`--warm-up`), else 1 s. */
  readonly warmUpMs?: number
}

/** Under Vitest alone, without `plimsoll run`: the defaults of its settings. */
const ALONE: TestOrder = { seed: 1, launch: 0, timeMs: 500, warmUpMs: 1000, batchSizes: {} }

/**
 * Measures one launch of a scenario in the process of the running test. Under `plimsoll run` the measurement is left
 * in `task.meta`, from where it gets into the record.
 * @throws PlimsollError MEASURE_OUTSIDE_TEST, MEASURE_AT_ONCE, MEASURED_TWICE, PARAMS_UNKNOWN, PARAMS_NEEDED; else
 * whatever the scenario throws
 */
export async function measureInTest(
  scenario: Scenario,
  options: MeasureInTestOptions,
  packHistogram: (encoded: Uint8Array) => string,
): Promise<Result> {
  const test = runningTest()
  const ordered: TestOrder | undefined = inject(META_KEY)
  const order = { ...(ordered ?? ALONE), ...timesOf(options) }
  const paramsIndex = chooseParams(scenario, options.params)
  const about = describe(scenario, scenario.params[paramsIndex] ?? {}, order)
  const turn = takeTurn(test, about.key)
  if (ordered !== undefined) await announce(test, about)
  const onSettled = (): void => turn[Symbol.dispose]()
  const end = await launchInTest({ scenario, paramsIndex, key: about.key, order, onSettled })
  if (ordered !== undefined) keepMeasurement(test, { ...about, ...outcomeOf(end) })
  if (end.status === 'failed') throw end.thrown
  return assembleResult({
    ...identityOf(about, test),
    budget: about.budget,
    profile: { kind: 'bench', launches: 1, timeMs: about.timeMs, loader: 'vitest' },
    launches: [end.measurement],
    errors: [],
    notes: end.notes,
    packHistogram,
  })
}

/** The test that is running. @throws PlimsollError MEASURE_OUTSIDE_TEST */
function runningTest(): RunnerTestCase {
  const test = TestRunner.getCurrentTest<RunnerTestCase | undefined>()
  if (test !== undefined) return test
  throw usageError(
    'MEASURE_OUTSIDE_TEST',
    'measure() was called outside a test',
    'call it in the function of a test; hooks and the top of a file have no test to measure for',
  )
}

const timesOf = ({ timeMs, warmUpMs }: MeasureInTestOptions): Partial<TestOrder> => ({
  ...(timeMs === undefined ? {} : { timeMs }),
  ...(warmUpMs === undefined ? {} : { warmUpMs }),
})

function describe(scenario: Scenario, params: Params, order: TestOrder): TestMeasurement {
  const { name, category, tags, budget } = scenario
  const key = scenarioKey(name, params)
  const outcome: TestOutcome = { status: 'pending' }
  const { timeMs } = order
  return { key, name, category, tags, params, budget, timeMs, outcome, machine: undefined }
}

/** Says what begins, and waits until it is heard: should the scenario block this process, it is known which one did. */
async function announce(test: RunnerTestCase, about: TestMeasurement): Promise<void> {
  keepMeasurement(test, about)
  await test.context.annotate(JSON.stringify(about), STARTED_ANNOTATION)
}

function outcomeOf(end: TestLaunchEnd): Pick<TestMeasurement, 'outcome' | 'machine'> {
  return end.status === 'failed'
    ? { outcome: { status: 'failed', error: end.error }, machine: undefined }
    : { outcome: { status: 'measured', measurement: end.measurement }, machine: end.machine }
}

function identityOf(
  { key, name, category, tags, params }: TestMeasurement,
  test: RunnerTestCase,
): Pick<Parameters<typeof assembleResult>[0], 'identity'> {
  const file = relative(process.cwd(), test.file.filepath).split(sep).join('/')
  return { identity: { key, name, category, tags, params, file } }
}

/** Leaves the limits that a result is held against in the running test, so that all launches are held against them. */
export function keepLimits(key: string, limits: Budget): void {
  if (inject(META_KEY) !== undefined) keepAsserted(runningTest(), key, limits)
}
