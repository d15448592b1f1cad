import { usageError } from '../../../kernel/errors.ts'
import { type Params, type Scenario, scenarioKey } from '../../../model/scenario.ts'

/**
 * Which set of a scenario's params is meant; the only one when none is named.
 * @throws PlimsollError PARAMS_UNKNOWN, PARAMS_NEEDED
 */
export function chooseParams(scenario: Scenario, wanted: Params | undefined): number {
  const sets = scenario.params
  if (wanted === undefined) {
    if (sets.length <= 1) return 0
    throw usageError(
      'PARAMS_NEEDED',
      `'${scenario.name}' has ${sets.length} sets of params, and measure() was not told which`,
      `name one: measure(scenario, { params: ${JSON.stringify(sets[0])} })`,
      sets.map(shown),
    )
  }
  const index = sets.findIndex((set) => sameParams(set, wanted))
  if (index >= 0) return index
  throw usageError(
    'PARAMS_UNKNOWN',
    `'${scenario.name}' has no set of params ${shown(wanted)}`,
    'name one of those that the scenario declares',
    sets.map(shown),
  )
}

function sameParams(one: Params, other: Params): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  )
}

const shown = (set: Params): string => scenarioKey('', set).trim() || '[]'
