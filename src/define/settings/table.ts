import { DUET_SETTINGS } from './duet.ts'
import { GENERAL_SETTINGS } from './general.ts'
import { LOAD_SETTINGS } from './load-test.ts'
import { SERVE_SETTINGS } from './serve.ts'
import type { SettingName, Settings, Table } from './settings.ts'

/** Every setting there is. `docs/configuration.md` shows this table, and a test compares them. */
export const SETTINGS: Table<Settings> = {
  ...GENERAL_SETTINGS,
  ...DUET_SETTINGS,
  ...LOAD_SETTINGS,
  ...SERVE_SETTINGS,
}

/** The names of all settings, in the table's order. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS) as SettingName[]
