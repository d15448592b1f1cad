import type { LoadProfileName, LoadSchedule } from '../../../../model/load.ts'

/**
 * A profile says how the level of a load goes over time: arrivals per second in an open model, users in a closed one. It
 * is a pure function of its numbers, which are data, so that settings, flags and documents come from one table.
 */

/** What one number of a profile means. */
export interface ProfileNumber {
  readonly default: number
  /** `factor` and `percent` are of the level, or of the time, as the meaning says. */
  readonly unit: 'ms' | 'count' | 'factor' | 'percent' | 'perSecond'
  /** Both bounds included. A `count` is whole. */
  readonly least: number
  readonly most: number
  readonly meaning: string
}

/** One number of a profile, with its names. */
export interface ProfileParameter extends ProfileNumber {
  /** In code: the unit of a time is in it (`durationMs`). */
  readonly name: string
  /** In configurations (`duration`); flags and variables are made from it. */
  readonly key: string
}

/** Numbers by their parameters' names; what is missing has its default. */
export type ProfileNumbers = Readonly<Record<string, number>>

/** A named stretch in which the level goes in a straight line. */
export interface Leg {
  readonly name: string
  readonly durationMs: number
  readonly from: number
  readonly to: number
}

/** Whether arrivals wait for answers. */
export type LoadModel = Exclude<LoadSchedule['kind'], 'replay'>

/** A profile. */
export interface Profile {
  readonly name: LoadProfileName
  /** One line. */
  readonly description: string
  readonly models: readonly LoadModel[]
  /** Its own numbers, then warm-up and ramps. */
  readonly parameters: readonly ProfileParameter[]
  /** Its own stretches, without warm-up and ramps, at a level that is asked for. */
  legs(level: number, numbers: ProfileNumbers): readonly Leg[]
}

/** What a profile is made from. `legs` gets each number by its name. */
interface ProfileParts<Name extends string> {
  readonly name: LoadProfileName
  readonly description: string
  readonly models?: readonly LoadModel[]
  readonly numbers: Readonly<Record<Name, ProfileNumber>>
  /** Defaults of warm-up and ramps where they are not 0. */
  readonly edges?: EdgeDefaults
  readonly legs: (level: number, number: (name: Name) => number) => readonly Leg[]
}

type EdgeDefaults = Readonly<Partial<Record<(typeof EDGE_NAMES)[number], number>>>

/** The key of a number by its name. */
export const keyOf = (name: string): string => name.replace(/Ms$/, '')

/** Makes a profile. */
export function defineProfile<Name extends string>(parts: ProfileParts<Name>): Profile {
  const own = Object.entries<ProfileNumber>(parts.numbers)
  return {
    name: parts.name,
    description: parts.description,
    models: parts.models ?? ['open', 'closed'],
    parameters: [...own, ...edges(parts.edges ?? {})].map(([name, number]) => ({
      ...number,
      name,
      key: keyOf(name),
    })),
    legs: (level, numbers) =>
      parts.legs(level, (name) => numbers[name] ?? parts.numbers[name].default),
  }
}

/** Longest time that a part of a load may take: thirty days. */
export const LONGEST_MS: number = 30 * 24 * 3_600_000

/** A length of time. */
export function lengthMs(fallbackMs: number, meaning: string): ProfileNumber {
  return { default: fallbackMs, unit: 'ms', least: 1, most: LONGEST_MS, meaning }
}

/** Warm-up and ramps, which wrap any profile. */
const EDGE_NAMES = ['warmUpMs', 'rampUpMs', 'rampDownMs'] as const
const EDGE_MEANINGS: Readonly<Record<(typeof EDGE_NAMES)[number], string>> = {
  warmUpMs: 'time at the first level that is not judged, after the ramp up',
  rampUpMs: 'time in which the load rises from 0 to the first level; not judged',
  rampDownMs: 'time in which the load falls from the last level to 0; not judged',
}

const edges = (defaults: EdgeDefaults): readonly (readonly [string, ProfileNumber])[] =>
  EDGE_NAMES.map((name) => [
    name,
    { ...lengthMs(defaults[name] ?? 0, EDGE_MEANINGS[name]), least: 0 },
  ])
