import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf, usageError } from '../kernel/errors.ts'
import { type Settings, SETTINGS } from '../define/index.ts'
import { parseReplay, planReplay } from '../measure/index.ts'
import type { PhasedSchedule } from '../model/load.ts'

/** Recorded arrivals as the schedule of a load test. */

/** Where a recording is asked for. */
export interface ReplayPlace {
  readonly settings: Settings
  /** Its file is relative to this folder. */
  readonly cwd: string
}

/** What says when iterations start, or how many, and so contradicts a recording. Each is unset by default. */
const CONTRADICTING = [
  'loadRatePerSecond',
  'loadUsers',
  'loadDurationMs',
  'loadWarmUpMs',
  'loadRampUpMs',
  'loadRampDownMs',
] as const satisfies readonly (keyof Settings)[]

/** Profiles whose own times a recording takes the place of. */
const FITTING_PROFILES: readonly Settings['loadProfile'][] = ['sustained', 'mixed']

/**
 * The schedule of a recording.
 * @throws PlimsollError (exit 2) REPLAY_AND_RATE, REPLAY_UNREADABLE; REPLAY_INVALID with the lines that hold no time
 */
export async function readReplay(
  file: string,
  { settings, cwd }: ReplayPlace,
): Promise<PhasedSchedule> {
  refuseContradictions(settings)
  const text = await read(file, cwd)
  return planReplay(parseReplay(text, { name: file, speed: settings.loadReplaySpeed }))
}

/** @throws PlimsollError (exit 2) SPEED_WITHOUT_REPLAY */
export function refuseSpeed({ loadReplaySpeed }: Settings): void {
  if (loadReplaySpeed === SETTINGS.loadReplaySpeed.default) return
  const { flag, key, env } = SETTINGS.loadReplaySpeed
  throw usageError(
    'SPEED_WITHOUT_REPLAY',
    `--${flag} is how fast a recording is replayed, and there is none`,
    `give one with --replay, or leave out --${flag} (${key}, ${env})`,
  )
}

/** @throws PlimsollError (exit 2) PAUSES_WITHOUT_USERS */
export function refusePauses({ loadThinkTimeMs, loadPacingMs }: Settings, given: string): void {
  if (loadThinkTimeMs === 0 && loadPacingMs === 0) return
  const pause = loadThinkTimeMs > 0 ? SETTINGS.loadThinkTimeMs : SETTINGS.loadPacingMs
  throw usageError(
    'PAUSES_WITHOUT_USERS',
    `--${pause.flag} is a pause of users, and ${given} starts iterations whatever the answers do`,
    `give --users instead, or leave out --${pause.flag} (${pause.key}, ${pause.env})`,
  )
}

function refuseContradictions(settings: Settings): void {
  refusePauses(settings, '--replay')
  const given = CONTRADICTING.filter((name) => settings[name] !== undefined).map(
    (name) => SETTINGS[name].flag,
  )
  const profile = FITTING_PROFILES.includes(settings.loadProfile) ? [] : [SETTINGS.loadProfile.flag]
  const numbers =
    Object.keys(settings.loadParameters).length > 0 ? [SETTINGS.loadParameters.flag] : []
  const flags = [...given, ...profile, ...numbers].map((flag) => `--${flag}`)
  if (flags.length === 0) return
  throw usageError(
    'REPLAY_AND_RATE',
    `a recording says itself when iterations start, and ${flags.join(', ')} would say it too`,
    `leave out --replay or ${flags.length === 1 ? 'the other' : 'the others'} (--replay-speed makes it faster or slower)`,
  )
}

async function read(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8')
  } catch (thrown) {
    throw usageError(
      'REPLAY_UNREADABLE',
      `the recording can't be read: ${messageOf(thrown)}`,
      '--replay takes a file of arrival times, relative to the project’s folder',
    )
  }
}
