import type { Side } from '../../../model/duet.ts'
import { type EngineOptions, measureLaunch } from '../engine/engine.ts'
import type { SideHooks } from '../../sides/hooks.ts'
import { failureOf } from './failures.ts'
import { loadScenario } from './load-scenario.ts'
import { endOwnGroup, guardAgainstOrphaning } from '../../../processes/orphan-guard.ts'
import {
  type DuetOrder,
  type LaunchMessage,
  type LaunchOrder,
  type LaunchStep,
  type LaunchWord,
  type Order,
  READY,
  type TwoSides,
} from './protocol.ts'

/**
 * The process of one launch: takes an order from its parent, measures one scenario, reports, ends. Whatever goes wrong
 * here is the scenario's failure, and only its own.
 */

let step: LaunchStep = 'load'
let token = ''
/** Whose code runs, in a duet. */
let side: Side | undefined

/** Resolves once the message is on its way. The scenario may have replaced or closed the channel since. */
const send = process.send?.bind(process)

function tell(word: LaunchWord): Promise<void> {
  const message: LaunchMessage = { token, ...word }
  return new Promise((resolve) => {
    if (send === undefined) resolve()
    else send(message, undefined, undefined, () => resolve())
  })
}

function enter(next: LaunchStep): void {
  step = next
  void tell({ kind: 'alive', step })
}

async function carryOut(order: Order): Promise<void> {
  try {
    await tell(order.kind === 'launch' ? await launch(order) : await duet(order))
  } catch (thrown) {
    await fail(thrown)
  }
  // What the scenario left open (sockets, timers) must not keep the launch alive.
  process.exit(0)
}

async function launch(order: LaunchOrder): Promise<LaunchWord> {
  enter('load')
  const hooks = order.sides === undefined ? undefined : await keepApart(order.sides)
  const scenario = await loadScenario(order)
  const { cpuProfile } = order
  const measurement = await measureLaunch(scenario, {
    ...order,
    onStep: enter,
    onBeat: () => enter(step),
    ...(cpuProfile === undefined ? {} : { around: await profilerOf(cpuProfile) }),
  })
  if (hooks === undefined) return { kind: 'measured', measurement }
  const seen = { loaded: hooks.loaded(), elsewhere: hooks.elsewhere() }
  return { kind: 'measured', measurement: { ...measurement, ...seen } }
}

/** What is imported from now on is each side's own. */
async function keepApart(sides: TwoSides): Promise<SideHooks> {
  const { installSideHooks } = await import('../../sides/hooks.ts')
  // It is for this process alone: workers and children of a side find that side's own from its folder.
  delete process.env['TSX_TSCONFIG_PATH']
  return installSideHooks(sides)
}

async function profilerOf(file: string): Promise<NonNullable<EngineOptions['around']>> {
  const { withCpuProfile } = await import('./cpu-profile.ts')
  return (work) => withCpuProfile(file, work)
}

/** Most launches are none of these: what they need is loaded only where it is used. */
async function duet(order: DuetOrder): Promise<LaunchWord> {
  const { measureDuet } = await import('../duet/measure-duet.ts')
  const measurement = await measureDuet(order, await keepApart(order), {
    onStep: enter,
    onBeat: () => enter(step),
    onSide: (active) => {
      side = active
    },
  })
  return { kind: 'dueted', measurement }
}

function fail(thrown: unknown): Promise<void> {
  return tell({ kind: 'failed', failure: failureOf(thrown), step, side })
}

async function failAndExit(thrown: unknown): Promise<never> {
  await fail(thrown)
  process.exit(1)
}

process.on('uncaughtException', (thrown) => void failAndExit(thrown))
process.on('unhandledRejection', (thrown) => void failAndExit(thrown))
// Nothing is left that could settle what the scenario awaits.
process.on('beforeExit', () => {
  const message = `never resolved: nothing is left that could settle the promise it returned (in ${step})`
  void failAndExit(Object.assign(new Error(message), { code: 'SCENARIO_NEVER_RESOLVED' }))
})
// The parent is gone: what the scenario started must go too.
process.on('disconnect', endOwnGroup)
guardAgainstOrphaning()
process.once('message', (order: Order) => {
  // The channel alone must not keep a launch alive that has nothing left to wait for.
  process.channel?.unref()
  token = order.token
  void carryOut(order)
})
send?.(READY)
