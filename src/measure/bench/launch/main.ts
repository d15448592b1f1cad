import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { isScenario, type Scenario } from '../../../model/scenario.ts'
import { measureLaunch } from '../engine/engine.ts'
import { failureOf } from './failures.ts'
import { endOwnGroup, guardAgainstOrphaning } from '../../../processes/orphan-guard.ts'
import {
  type LaunchMeasurement,
  type LaunchMessage,
  type LaunchOrder,
  type LaunchStep,
  type LaunchWord,
  READY,
} from './protocol.ts'

/**
 * The process of one launch: takes an order from its parent, measures one scenario, reports, ends. Whatever goes wrong
 * here is the scenario's failure, and only its own.
 */

let step: LaunchStep = 'load'
let token = ''

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

async function carryOut(order: LaunchOrder): Promise<void> {
  try {
    const scenario = await load(order)
    const measurement = await profiled(order.cpuProfile, () =>
      measureLaunch(scenario, { ...order, onStep: enter, onBeat: () => enter(step) }),
    )
    await tell({ kind: 'measured', measurement })
  } catch (thrown) {
    await fail(thrown)
  }
  // What the scenario left open (sockets, timers) must not keep the launch alive.
  process.exit(0)
}

async function load(order: LaunchOrder): Promise<Scenario> {
  enter('load')
  const module: unknown = await import(pathToFileURL(order.path).href)
  const scenario: unknown = Reflect.get(Object(module), order.exportName)
  if (isScenario(scenario)) return scenario
  throw new TypeError(`${order.path} no longer exports the scenario '${order.exportName}'`)
}

async function profiled(
  file: string | undefined,
  measure: () => Promise<LaunchMeasurement>,
): Promise<LaunchMeasurement> {
  if (file === undefined) return measure()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  try {
    return await measure()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(file, JSON.stringify(profile))
    session.disconnect()
  }
}

function fail(thrown: unknown): Promise<void> {
  return tell({ kind: 'failed', failure: failureOf(thrown), step })
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
process.once('message', (order: LaunchOrder) => {
  // The channel alone must not keep a launch alive that has nothing left to wait for.
  process.channel?.unref()
  token = order.token
  void carryOut(order)
})
send?.(READY)
