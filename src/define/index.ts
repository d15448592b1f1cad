/** What flows need of this step. What users import is `src/index.ts`. */

export { givenHosts, resolveTargets } from './config/resolve-targets.ts'
export { filterFiles, filterScenarios } from './discover/filter.ts'
export { findPerfFiles } from './discover/find.ts'
export { loadScenarios } from './discover/load.ts'
export { budgetsOfNoScenario } from './discover/plan.ts'
export { parseDurationMs } from './duration.ts'
export { suggestion } from './nearest.ts'
export { type LoadedSettings, loadSettings, readSettings } from './settings/load.ts'
export type { Settings } from './settings/settings.ts'
export { SETTING_NAMES, SETTINGS } from './settings/table.ts'
