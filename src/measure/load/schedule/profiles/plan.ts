import type {
  Arrivals,
  LoadPhase,
  LoadSchedule,
  PhasedSchedule,
  RateStage,
  UserStage,
} from '../../../../model/load.ts'
import { scheduleDurationMs } from '../describe.ts'
import type { Leg, Profile, ProfileNumbers } from './profile.ts'

/**
 * From a profile to a schedule:
 *
 *   ramp-up ─▶ warm-up ─▶ the profile's own legs ─▶ ramp-down   →   stages (what is done) and phases (what it is called)
 */

/** What is driven with the level: arrivals that no answer delays, or users that wait for theirs. */
export type Drive =
  | { readonly kind: 'open'; readonly arrivals: Arrivals }
  | { readonly kind: 'closed'; readonly thinkTimeMs: number; readonly pacingMs: number }

/** All that makes a schedule of a profile. */
export interface ProfileRequest {
  readonly profile: Profile
  /** Arrivals per second, or users. */
  readonly level: number
  readonly drive: Drive
  /** Those missing have their defaults. */
  readonly numbers: ProfileNumbers
}

/** A leg, and whether it is steady state. */
interface MarkedLeg extends Leg {
  readonly steady: boolean
}

/** The schedule of a profile, and its phases. */
export function planProfile({ profile, level, drive, numbers }: ProfileRequest): PhasedSchedule {
  const own = profile.legs(level, numbers).map((leg) => ({ ...leg, steady: leg.from === leg.to }))
  const all = wrapped(own, edgesOf(profile, numbers))
  const legs = all.filter((leg) => leg.durationMs > 0)
  return { schedule: scheduleOf(legs, drive), phases: phasesOf(legs) }
}

/** A recording's only phase. */
export function planReplay(schedule: Extract<LoadSchedule, { kind: 'replay' }>): PhasedSchedule {
  const durationMs = scheduleDurationMs(schedule)
  return { schedule, phases: [{ name: 'replay', startMs: 0, durationMs, steady: true }] }
}

/** The phase of a moment; where one ends, the next. `undefined` outside. */
export function phaseAt(phases: readonly LoadPhase[], atMs: number): LoadPhase | undefined {
  return phases.find(({ startMs, durationMs }) => atMs >= startMs && atMs < startMs + durationMs)
}

interface Edges {
  readonly warmUpMs: number
  readonly rampUpMs: number
  readonly rampDownMs: number
}

function edgesOf({ parameters }: Profile, numbers: ProfileNumbers): Edges {
  const lengthOf = (name: keyof Edges): number =>
    numbers[name] ?? parameters.find((parameter) => parameter.name === name)?.default ?? 0
  return {
    warmUpMs: lengthOf('warmUpMs'),
    rampUpMs: lengthOf('rampUpMs'),
    rampDownMs: lengthOf('rampDownMs'),
  }
}

/** The target warms up at the level at which it is measured first, since compilers and pools settle by load. */
function wrapped(own: readonly MarkedLeg[], edges: Edges): readonly MarkedLeg[] {
  const first = own[0]?.from ?? 0
  const last = own.at(-1)?.to ?? 0
  const edge = (leg: Leg): MarkedLeg => ({ ...leg, steady: false })
  return [
    edge({ name: 'ramp-up', durationMs: edges.rampUpMs, from: 0, to: first }),
    edge({ name: 'warm-up', durationMs: edges.warmUpMs, from: first, to: first }),
    ...own,
    edge({ name: 'ramp-down', durationMs: edges.rampDownMs, from: last, to: 0 }),
  ]
}

function scheduleOf(legs: readonly Leg[], drive: Drive): LoadSchedule {
  return drive.kind === 'open'
    ? { ...drive, stages: legs.map(rateStage) }
    : { ...drive, stages: legs.map(userStage) }
}

const rateStage = ({ durationMs, from, to }: Leg): RateStage => ({
  durationMs,
  fromPerSecond: from,
  toPerSecond: to,
})

const userStage = ({ durationMs, from, to }: Leg): UserStage => ({
  durationMs,
  fromUsers: wholeUsers(from),
  toUsers: wholeUsers(to),
})

/** A part of the level may be half a user; it is at least one unless it is none. */
const wholeUsers = (users: number): number => (users > 0 ? Math.max(1, Math.round(users)) : 0)

function phasesOf(legs: readonly MarkedLeg[]): readonly LoadPhase[] {
  let startMs = 0
  return legs.map(({ name, durationMs, steady }) => {
    const phase = { name, startMs, durationMs, steady }
    startMs += durationMs
    return phase
  })
}
