import { usageError } from '../kernel/errors.ts'
import { parseDurationMs, type Settings, SETTINGS } from '../define/index.ts'
import {
  type BreakpointPlan,
  breakpointPlan,
  DEFAULT_LEVEL,
  type Drive,
  planProfile,
  type Profile,
  type ProfileNumbers,
  type ProfileParameter,
  PROFILES,
  resolveNumbers,
} from '../measure/index.ts'
import type { PhasedSchedule } from '../model/load.ts'
import { withoutOverruled } from './load-overruled.ts'
import { readReplay, refusePauses, refuseSpeed } from './load-replay.ts'
import type { Project } from './project.ts'

/** What the settings of a load test ask for, as a schedule. */

/**
 * The schedule of the profile that the settings name, or of a recording, with its phases.
 *
 * @throws PlimsollError (exit 2) RATE_AND_USERS, PAUSES_WITHOUT_USERS, ARRIVALS_WITHOUT_RATE, SPEED_WITHOUT_REPLAY;
 * PROFILE_NUMBERS with every number that makes no sense; as `readReplay`
 */
export async function scheduleOf(project: Project): Promise<PhasedSchedule> {
  const settings = withoutOverruled(project)
  const { cwd } = project
  if (settings.loadReplay !== undefined) return readReplay(settings.loadReplay, { settings, cwd })
  refuseSpeed(settings)
  const { profile, drive, level, numbers } = asked(settings)
  return planProfile({ profile, level, drive, numbers })
}

/** How the profile `breakpoint` looks for the limit. @throws PlimsollError as {@link scheduleOf} */
export function searchOf(project: Project): BreakpointPlan {
  const { level, numbers } = asked(withoutOverruled(project))
  return breakpointPlan(level, numbers)
}

interface Asked {
  readonly profile: Profile
  readonly drive: Drive
  readonly level: number
  readonly numbers: ProfileNumbers
}

function asked(settings: Settings): Asked {
  const profile = PROFILES[settings.loadProfile]
  const drive = driveOf(settings)
  if (!profile.models.includes(drive.kind)) {
    const remedy = drive.kind === 'closed' ? '--rate' : '--users'
    throw usageError(
      'PROFILE_MODEL',
      `the profile ${profile.name} can't be driven by ${drive.kind === 'closed' ? 'users' : 'a rate'}`,
      `give ${remedy} instead`,
    )
  }
  const { numbers, problems } = resolveNumbers(profile, givenNumbers(profile, settings))
  const unread = unreadable(profile, settings)
  if (problems.length + unread.length > 0) throw badNumbers(profile, [...unread, ...problems])
  const level = settings.loadRatePerSecond ?? settings.loadUsers ?? DEFAULT_LEVEL.closed
  return { profile, drive, level, numbers }
}

function driveOf(settings: Settings): Drive {
  const { loadRatePerSecond, loadUsers, loadArrivals, loadThinkTimeMs, loadPacingMs } = settings
  if (loadRatePerSecond === undefined) {
    refuseArrivals(loadArrivals)
    return { kind: 'closed', thinkTimeMs: loadThinkTimeMs, pacingMs: loadPacingMs }
  }
  if (loadUsers === undefined) {
    refusePauses(settings, '--rate')
    return { kind: 'open', arrivals: loadArrivals }
  }
  throw usageError(
    'RATE_AND_USERS',
    'both a rate and users are asked for: arrivals at a rate wait for no answer, users for theirs',
    'leave out one of --rate and --users (or load.rate and load.users, PLIMSOLL_LOAD_RATE and PLIMSOLL_LOAD_USERS)',
  )
}

/** Users start when they are answered. */
function refuseArrivals(arrivals: Settings['loadArrivals']): void {
  if (arrivals === SETTINGS.loadArrivals.default) return
  const { flag, key, env } = SETTINGS.loadArrivals
  throw usageError(
    'ARRIVALS_WITHOUT_RATE',
    `--${flag} ${arrivals} is how arrivals lie within a rate, and users start as they are answered`,
    `give a --rate, or leave out --${flag} (${key}, ${env})`,
  )
}

function givenNumbers(
  profile: Profile,
  settings: Settings,
): Readonly<Record<string, number | undefined>> {
  const edges = {
    durationMs: settings.loadDurationMs,
    warmUpMs: settings.loadWarmUpMs,
    rampUpMs: settings.loadRampUpMs,
    rampDownMs: settings.loadRampDownMs,
  }
  const own = Object.entries(settings.loadParameters).map(
    ([key, text]): [string, number | undefined] => {
      const parameter = parameterOf(profile, key)
      if (parameter === undefined) return [key, Number.NaN]
      const value = read(parameter, text)
      return [parameter.name, Number.isNaN(value) ? undefined : value]
    },
  )
  return { ...edges, ...Object.fromEntries(own) }
}

const parameterOf = ({ parameters }: Profile, key: string): ProfileParameter | undefined =>
  parameters.find((parameter) => parameter.key === key)

/** `NaN` for what can't be read. */
function read({ unit }: ProfileParameter, text: string): number {
  if (unit === 'ms') return parseDurationMs(text) ?? Number.NaN
  return text.trim() === '' ? Number.NaN : Number(text.replace(/(?:%|\/s|x|×)$/, ''))
}

/** Numbers that are none; the others are checked by the profile. */
function unreadable(profile: Profile, { loadParameters }: Settings): readonly string[] {
  return Object.entries(loadParameters).flatMap(([key, text]) => {
    const parameter = parameterOf(profile, key)
    if (parameter === undefined || !Number.isNaN(read(parameter, text))) return []
    const expected = parameter.unit === 'ms' ? 'a duration such as 10s' : 'a number'
    return [`${key}: expected ${expected}, got "${text}"`]
  })
}

function badNumbers(profile: Profile, problems: readonly string[]): Error {
  return usageError(
    'PROFILE_NUMBERS',
    `the profile ${profile.name} can't be made of these numbers`,
    `its numbers are ${profile.parameters.map(({ key }) => key).join(', ')}`,
    problems,
  )
}
