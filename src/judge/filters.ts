import type { ScenarioIdentity } from '../model/run.ts'

/** Whether a command's filters choose a scenario: one of them is a substring of its key or its file. None choose all. */
export function matchesFilters(scenario: ScenarioIdentity, filters: readonly string[]): boolean {
  return (
    filters.length === 0 ||
    filters.some((filter) => scenario.key.includes(filter) || scenario.file.includes(filter))
  )
}
