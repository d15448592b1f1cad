import type { SettingName } from '../../define/settings/settings.ts'
import type { Argument } from '../command.ts'

/** What several commands share. */

export const FILTERS: Argument = {
  syntax: '[filters...]',
  describe: 'parts of scenario names or file paths; none = everything',
}

export const RUN: Argument = {
  syntax: '[run]',
  describe: 'id of a recorded run, or the beginning of one (default: the latest)',
}

/** What measuring takes. */
export const BENCH_SETTINGS: readonly SettingName[] = [
  'launches',
  'timeMs',
  'warmUpMs',
  'timeoutMs',
  'include',
  'exclude',
  'labels',
  'redact',
  'cpuProfileDir',
  'targetLogsDir',
  'strict',
]

/** What judging by a baseline takes. */
export const JUDGE_SETTINGS: readonly SettingName[] = [
  'baseline',
  'defaultBranch',
  'tolerancePercent',
  'unchangedWithinPercent',
  'thresholdMs',
  'confidence',
]

/** What measuring two revisions in one process takes. */
export const DUET_SETTINGS: readonly SettingName[] = [
  'duetTimeMs',
  'duetWarmUpMs',
  'duetBudgetMs',
  'duetConcurrency',
  'duetClock',
  'duetPrepare',
]

/** What writing reports takes. */
export const REPORT_SETTINGS: readonly SettingName[] = ['reportFormats', 'reportOut', 'commitUrl']

/** Accepted for those who come from harnesses that re-measure: recorded runs are what these commands use anyway. */
export const USE_CACHED = {
  syntax: '--use-cached',
  describe: 'use the recorded run instead of measuring (what is done anyway)',
}
