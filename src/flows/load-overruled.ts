import { type Settings, SETTINGS } from '../define/index.ts'
import type { Project } from './project.ts'

/** What flags overrule of what the environment and the configuration say of a load, beside the settings of their own names. */

/** What says how iterations are started: one of them at a time. */
const DRIVERS = ['loadRatePerSecond', 'loadUsers', 'loadReplay'] as const

type Driver = (typeof DRIVERS)[number]

/** What goes with each of them alone, or contradicts a recording. */
const COMPANIONS = {
  loadRatePerSecond: ['loadArrivals'],
  loadUsers: ['loadThinkTimeMs', 'loadPacingMs'],
  loadReplay: ['loadReplaySpeed'],
} as const satisfies Readonly<Record<Driver, readonly (keyof Settings)[]>>

const RECORDED = [
  'loadDurationMs',
  'loadWarmUpMs',
  'loadRampUpMs',
  'loadRampDownMs',
] as const satisfies readonly (keyof Settings)[]

/** The first that is given counts, as of any setting. */
const PRECEDENCE = ['default', 'config', 'environment', 'flag']

/** Settings, and where each came from. */
interface Given extends Pick<Project, 'settings'> {
  readonly loaded: Pick<Project['loaded'], 'origins'>
}

/**
 * The settings of a load, where `--users` overrules a rate of the configuration, with all that goes with it; and likewise
 * each of rate, users and recording the others. Those that are given in one place stay: they contradict each other.
 */
export function withoutOverruled({ settings, loaded: { origins } }: Given): Settings {
  const rankOf = (name: keyof Settings): number => PRECEDENCE.indexOf(origins[name].from)
  const given = DRIVERS.filter((name) => settings[name] !== undefined)
  const highest = Math.max(...given.map(rankOf))
  const kept = given.filter((name) => rankOf(name) === highest)
  if (kept.length === 0) return settings
  const foreign = DRIVERS.filter((name) => !kept.includes(name))
  const overruled = [
    ...foreign,
    ...foreign.flatMap((name): readonly (keyof Settings)[] => COMPANIONS[name]),
    ...(kept.includes('loadReplay') ? RECORDED : []),
  ].filter((name) => rankOf(name) < highest)
  const defaults = overruled.map((name): [string, unknown] => [name, SETTINGS[name].default])
  return { ...settings, ...Object.fromEntries(defaults) }
}
