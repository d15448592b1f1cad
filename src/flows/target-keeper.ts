import type { RunningTarget, ServiceDeath } from '../measure/index.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { RunningTargets } from '../model/target.ts'

/** What chooses a target. */
export type TargetUser = Pick<PlannedScenario, 'identity' | 'target' | 'exchange'>

/** What the parts of a command may ask of the targets that it has. */
export interface TargetKeeper {
  /**
   * Starts what scenarios need and does not run yet.
   * @returns all that run by now
   * @throws PlimsollError TARGET_UNKNOWN (exit 2) with every name that the configuration does not have; as `startTarget`;
   * INTERRUPTED
   */
  need(scenarios: readonly TargetUser[]): Promise<RunningTargets>
  /** Those that run, of these names. */
  running(names: readonly string[]): readonly RunningTarget[]
  /** The name of the target that a scenario is run against; `undefined` = none. */
  nameFor(scenario: TargetUser): string | undefined
  /** A scenario with the name of its target, also where it need not say it. */
  named<S extends TargetUser>(scenario: S): S
  /** What of a target has ended by itself so far. */
  deaths(name: string | undefined): readonly ServiceDeath[]
  /** Whether nothing is left of a target that was started. */
  isGone(name: string | undefined): boolean
}
