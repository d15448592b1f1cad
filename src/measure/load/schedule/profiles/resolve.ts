import { keyOf, type Profile, type ProfileNumbers, type ProfileParameter } from './profile.ts'

/** Numbers as given, and what is wrong with them. */
export interface ResolvedNumbers {
  /** Every number of the profile; one that can't be used has its default. */
  readonly numbers: ProfileNumbers
  /** One line each. */
  readonly problems: readonly string[]
}

/** Every number of a profile: what is given by its name, else its default. */
export function resolveNumbers(
  profile: Profile,
  given: Readonly<Record<string, number | undefined>>,
): ResolvedNumbers {
  const problems = profile.parameters.flatMap((parameter) => {
    const value = given[parameter.name]
    return value === undefined || isUsable(value, parameter) ? [] : [problemOf(parameter, value)]
  })
  const numbers = profile.parameters.map((parameter) => {
    const value = given[parameter.name]
    const usable = value !== undefined && isUsable(value, parameter)
    return [parameter.name, usable ? value : parameter.default] as const
  })
  return {
    numbers: Object.fromEntries(numbers),
    problems: [...problems, ...unknown(profile, given)],
  }
}

const isUsable = (value: number, { unit, least, most }: ProfileParameter): boolean =>
  value >= least && value <= most && (unit !== 'count' || Number.isInteger(value))

function problemOf({ key, unit, least, most }: ProfileParameter, value: number): string {
  const what = unit === 'count' ? 'a whole number' : unit === 'ms' ? 'a time in ms' : 'a number'
  return `${key}: expected ${what} from ${least} to ${most}, got ${value}`
}

function unknown(
  { name, parameters }: Profile,
  given: Readonly<Record<string, number | undefined>>,
): readonly string[] {
  const known = new Set(parameters.map((parameter) => parameter.name))
  const keys = parameters.map(({ key }) => key).join(', ')
  return Object.keys(given)
    .filter((each) => given[each] !== undefined && !known.has(each))
    .map((each) => `${keyOf(each)}: not a number of the profile ${name}, which has ${keys}`)
}
