import { setupArguments } from '../../../src/measure/setup-arguments.ts'
import { isScenario, type Scenario } from '../../../src/model/scenario.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { describe, expect, it } from 'vitest'
import * as audio from '../../../examples/listener/perf/audio-processing.perf.ts'
import * as pipeline from '../../../examples/listener/perf/end-to-end.perf.ts'
import * as speakers from '../../../examples/listener/perf/speaker-mapping.perf.ts'
import * as transcription from '../../../examples/listener/perf/transcription.perf.ts'

const scenarios = [audio, speakers, transcription, pipeline].flatMap((file) =>
  Object.values(file).filter(isScenario),
)

/** One iteration for each set of params, with everything around it; the stages it went through. */
async function once(scenario: Scenario): Promise<Set<string>> {
  const stages = new Set<string>()
  const stage = <T>(name: string, part: () => T): T => {
    stages.add(name)
    return part()
  }
  const metrics = Object.fromEntries(Object.keys(scenario.metrics).map((name) => [name, () => {}]))
  for (const params of scenario.params) {
    const random = createRandom(1)
    const ctx = await scenario.setup?.(
      setupArguments({ env: {}, params, random, launch: 0 }, undefined),
    )
    const draw = await scenario.feed?.open(random)
    try {
      await scenario.run({ ctx, input: draw?.(), params, stage, metrics })
    } finally {
      await scenario.teardown?.({ ctx, params })
    }
  }
  return stages
}

describe('the perf files', () => {
  it('export scenarios of every category', () => {
    expect(new Set(scenarios.map(({ category }) => category))).toEqual(
      new Set(['audio', 'speakers', 'transcription', 'pipeline']),
    )
  })

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s goes through exactly the stages it has budgets for',
    async (_, scenario) => {
      expect(await once(scenario)).toEqual(new Set(Object.keys(scenario.budget.stages ?? {})))
    },
  )
})
