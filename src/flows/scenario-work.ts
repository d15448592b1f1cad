import { resolveAddress } from '../model/exchanges/address.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { TargetInfo } from '../model/target.ts'
import type { LoadLane } from '../measure/index.ts'

/** What loads of a scenario do, and over how many connections of plimsoll's. */
export type ScenarioWork = Pick<LoadLane, 'work' | 'connections'>

/** Where a scenario's work goes. */
export interface WorkPlace {
  /** Asked for; code makes its own. */
  readonly connections: number
  readonly target: TargetInfo | undefined
  /** Nothing is going to be loaded: where it would go need not be known. */
  readonly isDry: boolean
}

/**
 * Work that is data goes over a transport's own path, and code by its `run`.
 * @throws PlimsollError (exit 2) as `resolveAddress`
 */
export function scenarioWork(
  { path, exportName, paramsIndex, exchange }: PlannedScenario,
  { connections, target, isDry }: WorkPlace,
): ScenarioWork {
  const scenario = { path, exportName, paramsIndex }
  if (exchange === undefined) return { connections: 0, work: { kind: 'code', scenario } }
  const { plan } = isDry ? exchange : resolveAddress(exchange, target)
  const feed = exchange.isFed ? scenario : undefined
  return { connections, work: { kind: 'exchange', transport: exchange.from, plan, feed } }
}
