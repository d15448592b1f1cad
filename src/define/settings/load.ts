import { refuseProblems } from '../../kernel/errors.ts'
import { loadConfig } from '../config/load.ts'
import type { PlimsollConfig } from '../config/config.ts'
import { type ResolvedSettings, resolveSettings } from './resolve.ts'

/** Where the settings of a command come from. */
export interface SettingsPlace {
  /** The project's folder, absolute. */
  readonly cwd: string
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The settings of a command, with the configuration they were read from. */
export interface LoadedSettings extends ResolvedSettings {
  /** Absolute; `undefined` when there is none. */
  readonly configPath: string | undefined
  readonly config: PlimsollConfig
}

/** Loads the configuration and resolves every setting; problems of all sources together in `problems`. */
export async function readSettings({ cwd, flags, env }: SettingsPlace): Promise<LoadedSettings> {
  const { settings } = resolveSettings({ flags, env })
  const loaded = await loadConfig({ cwd, path: settings.config })
  const resolved = resolveSettings({ flags, env, config: loaded.config })
  return {
    ...resolved,
    problems: [...loaded.problems, ...resolved.problems],
    configPath: loaded.path,
    config: loaded.config,
  }
}

/** Like {@link readSettings}. @throws PlimsollError BAD_SETTINGS with every problem */
export async function loadSettings(place: SettingsPlace): Promise<LoadedSettings> {
  const loaded = await readSettings(place)
  throwSettingProblems(loaded.problems)
  return loaded
}

/** @throws PlimsollError BAD_SETTINGS when there are any */
function throwSettingProblems(problems: readonly string[]): void {
  refuseProblems({
    code: 'BAD_SETTINGS',
    problems,
    several: (count) => `${count} settings can't be used`,
    hint: 'correct what is named; plimsoll doctor shows every setting and where it came from',
  })
}
