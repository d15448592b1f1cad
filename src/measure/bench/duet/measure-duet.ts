import { createRandom } from '../../../kernel/random.ts'
import { ms, msToNs } from '../../../kernel/units.ts'
import type { DuetLaunch, Side } from '../../../model/duet.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { COARSE_STEP_NS, testClock, threadCpuNs } from '../engine/timers.ts'
import { loadScenario } from '../launch/load-scenario.ts'
import type { DuetMeasured, DuetOrder, LaunchStep } from '../launch/protocol.ts'
import type { SideHooks } from '../../sides/hooks.ts'
import { describeSide } from './describe-side.ts'
import { takePairs, warmUpBoth } from './pairs.ts'
import { Player } from './player.ts'
import { readClock, readStages, type SamplePair } from './readings.ts'
import { spentBetween, threadState } from './spent.ts'

/** Who is told how a duet gets on. */
export interface DuetWatch {
  readonly onStep: (step: LaunchStep) => void
  readonly onBeat: () => void
  /** Whose code runs next. */
  readonly onSide: (side: Side) => void
}

/**
 * Measures both revisions of a scenario in this process: loads, sets up and warms up both, takes pairs of samples, and
 * tears both down whatever happened.
 *
 * @throws whatever a scenario throws
 */
export async function measureDuet(
  order: DuetOrder,
  hooks: SideHooks,
  watch: DuetWatch,
): Promise<DuetMeasured> {
  const random = createRandom(order.seed).split(`duet/${order.launch}`)
  const sides = loadOrder(order)
  watch.onStep('load')
  const scenarios = await eachSide(sides, watch, (side) => load(order, side))
  watch.onStep('setup')
  await using started = new AsyncDisposableStack()
  let measured = false
  const players = await eachSide(sides, watch, async (side) => {
    const scenario = scenarios[side]
    const player = await Player.start({ ...watch, order, side, scenario })
    started.defer(() => {
      // After a failure it stays known whose it was.
      if (measured) watch.onSide(side)
      return player.tearDown()
    })
    return player
  })
  watch.onStep('warm-up')
  await eachSide(sides, watch, (side) => players[side].probe())
  const warmUpNs = msToNs(ms(order.warmUpMs))
  const batchSize = await warmUpBoth(players, {
    capNs: warmUpNs,
    random: random.split('warm-up'),
    sides,
  })
  watch.onStep('measure')
  await eachSide(sides, watch, (side) => players[side].rewind())
  for (const side of sides) players[side].driver.clear()
  const before = threadState()
  const timeNs = msToNs(ms(order.timeMs))
  const pairs = await takePairs(players, { timeNs, batchSize, random: random.split('pairs') })
  const spent = spentBetween(before, threadState(), inSamples(pairs, batchSize))
  watch.onStep('teardown')
  measured = true
  await started.disposeAsync()
  const launch = {
    launch: order.launch,
    first: sides[0],
    batchSize,
    spent,
    ...describePairs(pairs, batchSize),
  }
  const eventLoopUtilization = Math.max(0, 1 - spent.idleNs / spent.wallNs)
  const plan = { timeNs, warmUpNs, batchSize, eventLoopUtilization }
  const current = describeSide(players.current, pairs, plan)
  const baseline = describeSide(players.baseline, pairs, plan)
  const sidesLoaded = { loaded: hooks.loaded(), elsewhere: hooks.elsewhere() }
  return { launch, ...sidesLoaded, sides: { current, baseline } }
}

/**
 * Which side is loaded first. Of two processes one right after the other each side is first in one, and which of them
 * begins is random: with code of some kinds (CommonJS modules, say) the side that was loaded first stays up to 4 % faster
 * for the whole process, so that orders drawn one by one would be a second source of scatter.
 */
function loadOrder({ seed, launch }: DuetOrder): readonly [Side, Side] {
  const begins = createRandom(seed)
    .split(`load/${launch >> 1}`)
    .below(2)
  return (begins + launch) % 2 === 0 ? ['current', 'baseline'] : ['baseline', 'current']
}

async function load(order: DuetOrder, side: Side): Promise<Scenario> {
  process.chdir(order[side].cwd)
  return loadScenario(order.pair[side])
}

/** One side after the other. */
async function eachSide<T>(
  sides: readonly [Side, Side],
  watch: DuetWatch,
  work: (side: Side) => Promise<T>,
): Promise<Record<Side, T>> {
  const done = new Map<Side, T>()
  for (const side of sides) {
    watch.onSide(side)
    done.set(side, await work(side))
  }
  return { current: done.get('current') as T, baseline: done.get('baseline') as T }
}

function inSamples(
  pairs: readonly SamplePair[],
  batchSize: number,
): { readonly wallNs: number; readonly cpuNs: number } {
  const total = (clock: 'wallNs' | 'cpuNs'): number =>
    batchSize *
    pairs.reduce((sum, { current, baseline }) => sum + current[clock] + baseline[clock], 0)
  return { wallNs: total('wallNs'), cpuNs: total('cpuNs') }
}

function describePairs(
  pairs: readonly SamplePair[],
  batchSize: number,
): Pick<DuetLaunch, 'pairs' | 'wall' | 'cpu' | 'stages'> {
  const wall = readClock(pairs, ({ wallNs }) => wallNs)
  if (wall === null) throw new RangeError('the wall clock stood still in every sample')
  const isFit = testClock(threadCpuNs).stepNs <= COARSE_STEP_NS
  return {
    pairs: pairs.length,
    wall,
    cpu: isFit ? readClock(pairs, ({ cpuNs }) => cpuNs) : null,
    stages: readStages(pairs, batchSize),
  }
}
