import type { ScenarioIdentity } from '../../../../src/model/run.ts'
import { refine, route } from '../../routing/route.ts'
import { addressOf, shownName } from '../run/names.ts'

/** Something that is about a scenario. */
interface Lane {
  readonly scenario: ScenarioIdentity
}

/** The one that the address names, else the first. */
export function chosenLane<L extends Lane>(lanes: readonly L[]): L | undefined {
  const asked = route.value.query.get('scenario')
  return lanes.find(({ scenario }) => addressOf(scenario.key) === asked) ?? lanes[0]
}

/** Which scenario's charts and numbers are shown. */
export function LaneChoice(props: { readonly lanes: readonly Lane[]; readonly chosen: Lane }) {
  const { lanes, chosen } = props
  return (
    <label class="lane-choice">
      Scenario
      <select
        value={addressOf(chosen.scenario.key)}
        onChange={({ currentTarget: { value } }) => refine({ scenario: value })}
      >
        {lanes.map(({ scenario: { key } }) => (
          <option key={key} value={addressOf(key)}>
            {shownName(key)}
          </option>
        ))}
      </select>
    </label>
  )
}
