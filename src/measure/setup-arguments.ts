import { usageError } from '../kernel/errors.ts'
import type { SetupArguments } from '../model/scenario.ts'
import type { TargetInfo } from '../model/target.ts'

/** What `setup` gets; without a target, whoever reaches for it is told how to name one. */
export function setupArguments(
  parts: Omit<SetupArguments, 'target'>,
  target: TargetInfo | undefined,
): SetupArguments {
  return {
    ...parts,
    get target(): TargetInfo {
      if (target !== undefined) return target
      throw usageError(
        'NO_TARGET',
        'the scenario reaches for a target, and names none',
        'give it one of the configuration’s targets: target: "name"',
      )
    },
  }
}
