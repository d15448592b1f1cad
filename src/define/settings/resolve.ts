import { isSecretName, redact } from '../../kernel/redact.ts'
import { formatDurationMs } from '../duration.ts'
import { suggestion } from '../nearest.ts'
import type { PlimsollConfig } from '../config/config.ts'
import type { Origin, Setting, SettingName, Settings } from './settings.ts'
import { SETTING_NAMES, SETTINGS } from './table.ts'

/** Where settings come from. */
export interface SettingSources {
  /** By the flag's name in camelCase (`warmUp` for `--warm-up`), as command-line parsers give them. */
  readonly flags?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly config?: PlimsollConfig
}

/** Every setting, where each came from, and everything that was wrong. */
export interface ResolvedSettings {
  readonly settings: Settings
  readonly origins: { readonly [name in SettingName]: Origin }
  /** One line each; the settings concerned have their default. */
  readonly problems: readonly string[]
}

/** Variables under these prefixes are how plimsoll's own processes talk to one another, and to what they look into. */
const INTERNAL_PREFIXES = ['PLIMSOLL_INTERNAL_', 'PLIMSOLL_PROBE']

/** Flag over environment over configuration over default. */
export function resolveSettings(sources: SettingSources): ResolvedSettings {
  const settings: Partial<Record<SettingName, unknown>> = {}
  const origins: Partial<Record<SettingName, Origin>> = {}
  const problems: string[] = []
  for (const name of SETTING_NAMES) {
    const setting: Setting<unknown> = SETTINGS[name]
    const { origin, problem } = resolveOne(setting, sources)
    settings[name] = origin.value
    origins[name] = origin
    // One flag may set several: what is wrong with it is said once.
    const isSaid = problems.some((earlier) => placeIn(earlier) === placeIn(problem ?? ''))
    if (problem !== undefined && !isSaid) problems.push(problem)
  }
  return {
    settings: settings as unknown as Settings,
    origins: origins as ResolvedSettings['origins'],
    problems: [...problems, ...unknownVariables(sources.env ?? {})],
  }
}

/** `--timeout` of `--timeout: expected …`. */
const placeIn = (problem: string): string | undefined => problem.split(':', 1)[0]

interface Given {
  readonly from: Origin['from']
  readonly name: string
  readonly value: unknown
}

function resolveOne(
  setting: Setting<unknown>,
  sources: SettingSources,
): { readonly origin: Origin; readonly problem?: string } {
  const given = firstGiven(setting, sources)
  const fallback: Origin = {
    value: setting.default,
    shown: shownAs(setting, setting.default),
    from: 'default',
    name: '',
  }
  if (given === undefined) return { origin: fallback }
  const parsed = setting.parse(given.value)
  if (parsed.ok) {
    const { value } = parsed
    const { from, name } = given
    return { origin: { value, shown: shownAs(setting, value), from, name } }
  }
  // What a configuration holds is checked, and complained about, when it is loaded.
  if (given.from === 'config') return { origin: fallback }
  const got = redact(String(given.value))
  return { origin: fallback, problem: `${given.name}: expected ${parsed.expected}, got "${got}"` }
}

function firstGiven(setting: Setting<unknown>, sources: SettingSources): Given | undefined {
  const candidates: Given[] = [
    { from: 'flag', name: `--${setting.flag}`, value: sources.flags?.[camelCase(setting.flag)] },
    { from: 'environment', name: setting.env, value: sources.env?.[setting.env] || undefined },
    { from: 'config', name: setting.key, value: valueAt(sources.config, setting.key) },
  ]
  return candidates.find(({ value }) => value !== undefined)
}

/** The name that command-line parsers give a flag: `warm-up` → `warmUp`. */
export const camelCase = (flag: string): string =>
  flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

function valueAt(config: unknown, key: string): unknown {
  if (key === '') return undefined
  return key
    .split('.')
    .reduce<unknown>(
      (part, step) =>
        typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined,
      config,
    )
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = SETTING_NAMES.map((name) => SETTINGS[name].env)
  return Object.keys(env)
    .filter((name) => name.startsWith('PLIMSOLL_'))
    .filter((name) => !INTERNAL_PREFIXES.some((prefix) => name.startsWith(prefix)))
    .filter((name) => env[name] !== undefined && !known.includes(name))
    .toSorted()
    .map((name) => `${name}: unknown environment variable${suggestion(name, known)}`)
}

function shownAs({ unit }: Setting<unknown>, value: unknown): string {
  if (value === undefined) return 'none'
  if (typeof value === 'number') {
    if (unit === 'ms') return formatDurationMs(value)
    return unit === 'percent' ? `${value} %` : String(value)
  }
  if (Array.isArray(value)) return redact(value.join(', ')) || 'none'
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'object' && value !== null) return shownLabels(value) || 'none'
  return JSON.stringify(value)
}

const shownLabels = (labels: object): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${isSecretName(name) ? '***' : redact(String(value))}`)
    .join(', ')
