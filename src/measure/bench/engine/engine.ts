import { setupArguments } from '../../setup-arguments.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../../../kernel/random.ts'
import { msToNs, ms } from '../../../kernel/units.ts'
import type { PlannedExchange } from '../../../model/plan.ts'
import type { Scenario } from '../../../model/scenario.ts'
import type { TargetInfo } from '../../../model/target.ts'
import { carriedOut } from '../exchange/carried-out.ts'
import type { LaunchMeasurement, LaunchStep } from '../launch/protocol.ts'
import { batchSizeFor, estimateIterationNs } from './batching.ts'
import { calibrate } from './calibration.ts'
import { Driver } from './driver.ts'
import { freshLoops } from './fresh-loops.ts'
import { GcWatcher } from './gc.ts'
import { InputSource } from './inputs.ts'
import { heapPass, type MainPass, type MainPassPlan, mainPass, tailPass } from './passes.ts'
import { describeLaunch } from './describe-launch.ts'
import { warmUp } from './warm-up.ts'

/** How one launch measures one scenario. */
export interface EngineOptions {
  readonly paramsIndex: number
  readonly seed: number
  /** 0-based. */
  readonly launch: number
  readonly timeMs: number
  readonly warmUpMs: number
  /** Of earlier launches; `undefined` = find it. */
  readonly batchSize: number | undefined
  /** What `setup` gets; absent = the scenario names none. */
  readonly target?: TargetInfo
  /** Work that is data, carried out in place of `run`. */
  readonly exchange?: PlannedExchange
  /** Told of each step as it begins. */
  readonly onStep: (step: LaunchStep) => void
  /** Told now and then, between samples, that iterations still complete. */
  readonly onBeat?: () => void
  /** Carries out the main pass, and nothing else: for a profile of just that. */
  readonly around?: <T>(work: () => Promise<T>) => Promise<T>
}

/** How long a teardown gets when the scenario has failed already. */
const TEARDOWN_AFTER_FAILURE_MS = 5_000

/**
 * Measures one scenario in this process: set-up, calibration of the batch, warm-up, main pass, tail pass, teardown.
 * Teardown runs whatever happened after set-up.
 * @throws whatever the scenario throws
 */
export async function measureLaunch(
  defined: Scenario,
  options: EngineOptions,
): Promise<LaunchMeasurement> {
  const { exchange, target } = options
  const scenario = exchange === undefined ? defined : carriedOut(defined, exchange, target)
  const params = scenario.params[options.paramsIndex] ?? {}
  const random = createRandom(options.seed).split(`launch/${options.launch}`)
  options.onStep('setup')
  const ctx = await scenario.setup?.(
    setupArguments(
      { env: process.env, params, random: random.split('setup'), launch: options.launch },
      options.target,
    ),
  )
  let tornDown = false
  const tearDown = async (): Promise<void> => {
    if (tornDown) return
    tornDown = true
    await scenario.teardown?.({ ctx, params })
  }
  try {
    const next = await scenario.feed?.open(random.split('feed'))
    const source = next === undefined ? undefined : new InputSource(next)
    const driver = new Driver({
      scenario,
      params,
      ctx,
      source,
      loops: await freshLoops(),
      onBeat: options.onBeat ?? (() => undefined),
    })
    const measurement = await drive(driver, options)
    options.onStep('teardown')
    await tearDown()
    return measurement
  } catch (thrown) {
    // The first failure is the one to report, so a teardown that fails or hangs behind it must not hide it.
    await within(TEARDOWN_AFTER_FAILURE_MS, tearDown())
    throw thrown
  }
}

async function drive(driver: Driver, options: EngineOptions): Promise<LaunchMeasurement> {
  options.onStep('warm-up')
  await driver.probe()
  const warm = await warmUp(driver, await estimateIterationNs(driver), msToNs(ms(options.warmUpMs)))
  options.onStep('measure')
  using gc = new GcWatcher()
  const timeNs = msToNs(ms(options.timeMs))
  const { iterationNs } = warm
  const hasStages = driver.stages.used
  const batchSize = hasStages ? 1 : (options.batchSize ?? batchSizeFor(iterationNs, hasStages))
  const around = options.around ?? ((work) => work())
  const { main, plan, collections } = await around(() =>
    takeMain(driver, gc, { iterationNs, batchSize, timeNs }),
  )
  const own = driver.own.recorded()
  const { slowest } = driver
  const stages = driver.stages.recorded()
  const heap = main.heap.length > 0 ? main.heap : await heapPass(driver, gc, plan)
  const tail = await tailPass(driver, plan)
  return describeLaunch({
    mode: driver.isAsync ? 'async' : 'sync',
    plan,
    main: { ...main, heap },
    tail,
    collections,
    warm,
    stages,
    own,
    slowest,
    calibration: calibrate(),
  })
}

/** The main pass, as planned in the end, with the collections during it. */
interface TakenPass {
  readonly main: MainPass
  readonly plan: MainPassPlan
  readonly collections: { readonly count: number; readonly ms: number }
}

/** Once more and unbatched where a stage appears that the warm-up did not see (a cache miss, say). */
async function takeMain(driver: Driver, gc: GcWatcher, plan: MainPassPlan): Promise<TakenPass> {
  driver.clear()
  const before = gc.totals
  const main = await mainPass(driver, gc, plan)
  if (main === undefined) return takeMain(driver, gc, { ...plan, batchSize: 1 })
  const { count, ms: tookMs } = gc.totals
  return { main, plan, collections: { count: count - before.count, ms: tookMs - before.ms } }
}

/** Waits for the work's end, whichever way it ends, but no longer than so many milliseconds. */
async function within(limitMs: number, work: Promise<void>): Promise<void> {
  const ended = new AbortController()
  const limit = delay(limitMs, undefined, { signal: ended.signal }).catch(() => undefined)
  await Promise.race([work.catch(() => undefined), limit])
  ended.abort()
}
