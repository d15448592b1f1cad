import { pathToFileURL } from 'node:url'
import { isScenario, type Scenario } from '../../../model/scenario.ts'

/** Imports a perf file and gives the scenario that it exports. @throws TypeError when it does not, or what it throws */
export async function loadScenario(from: {
  readonly path: string
  readonly exportName: string
}): Promise<Scenario> {
  const module: unknown = await import(pathToFileURL(from.path).href)
  const scenario: unknown = Reflect.get(Object(module), from.exportName)
  if (isScenario(scenario)) return scenario
  throw new TypeError(`${from.path} no longer exports the scenario '${from.exportName}'`)
}
