import type { PlannedScenario } from '../../model/plan.ts'
import type { RunningTargets, TargetInfo } from '../../model/target.ts'

/** What an order says of the target that a scenario names; nothing when it names none. */
export function targetFor(
  { target: name }: PlannedScenario,
  targets: RunningTargets = {},
): { readonly target?: TargetInfo } {
  const target = name === undefined ? undefined : targets[name]
  return target === undefined ? {} : { target }
}
