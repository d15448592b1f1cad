/** Records and verdicts in, text out. Nothing here writes, reads a clock or asks a store. */

export { renderJson } from './json.ts'
export { rendererFor, renderers } from './renderers.ts'
export type { TerminalOptions } from './terminal/ansi.ts'
export { renderBaselines } from './terminal/baselines.ts'
export { renderComparison } from './terminal/comparison.ts'
export { type Finding, renderDoctor, renderSettings, type ShownSetting } from './terminal/doctor.ts'
export { renderHistory, type ShownSeries } from './terminal/history.ts'
export { createProgress, type Progress, type ProgressOptions } from './terminal/progress.ts'
export { renderRun } from './terminal/run.ts'
export { renderRuns } from './terminal/runs.ts'
export { sanitise as sanitiseForTerminal } from './terminal/sanitise.ts'
export { renderPruneReport, renderStoreReport } from './terminal/store.ts'
