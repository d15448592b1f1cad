import { type Feeder, type ScenarioDefinition, scenario } from 'plimsoll'
import { createRandom } from '../../../src/kernel/random.ts'
import type { OwnMetrics } from '../../../src/model/scenario.ts'
import { Driver } from '../../../src/measure/bench/engine/driver.ts'
import { InputSource } from '../../../src/measure/bench/engine/inputs.ts'
import { loops } from '../../../src/measure/bench/engine/loops.ts'

type Definition<I, M extends OwnMetrics> = ScenarioDefinition<undefined, I, Record<never, never>, M>

/** A driver of a scenario, as a launch makes it, and probed as a launch does. */
export async function driverOf<
  I = undefined,
  M extends OwnMetrics = Readonly<Record<never, never>>,
>(definition: Definition<I, M>): Promise<Driver> {
  const measured = scenario('measured', definition)
  const next = await measured.feed?.open(createRandom(1))
  const driver = new Driver({
    scenario: measured,
    params: {},
    ctx: undefined,
    source: next === undefined ? undefined : new InputSource(next),
    loops,
    onBeat: () => undefined,
  })
  await driver.probe()
  driver.clear()
  return driver
}

/** 0, 1, 2 …, each draw with a side effect. */
export function counting(onDraw: () => void = () => undefined): Feeder<number> {
  return {
    kind: 'counting',
    open: () => {
      let next = 0
      return () => {
        onDraw()
        return next++
      }
    },
  }
}
