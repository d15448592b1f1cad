import type { FunctionChange } from '../../model/comparison.ts'
import type { OwnTime, SideProfile } from '../../model/cpu-profile.ts'

/** Most functions that are named. */
const MOST = 5

/** A change counts when it is this many times its own standard deviation: samples are counts (Poisson). */
const SURE = 4

/** And when it is this share of the iteration of the slower side. */
const LEAST_SHARE = 0.01

/** One side's profile, and what is known of its iterations beside it. */
export interface ProfiledSide {
  readonly profile: SideProfile
  /**
   * CPU time of an iteration as the duet measured it, ns; `null` = not known. The profiles were taken one after the
   * other, and a machine that was busier during one of them would make every function look changed: where it is known,
   * they are read as shares of it.
   */
  readonly iterationNs: number | null
}

/**
 * The functions whose own time per iteration differs between two profiles by more than sampling's chance, largest
 * change first. Functions are the same when name and file are: lines move between revisions.
 */
export function changedFunctions(
  baseline: ProfiledSide,
  current: ProfiledSide,
): readonly FunctionChange[] {
  const before = functionsOf(baseline)
  const now = functionsOf(current)
  const least = LEAST_SHARE * Math.max(totalNs(before), totalNs(now))
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((key) => changeOf(before.get(key), now.get(key)))
    .filter(({ change, errorNs }) => {
      const size = sizeOf(change)
      return size > SURE * errorNs && size >= least
    })
    .map(({ change }) => change)
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .slice(0, MOST)
}

const sizeOf = ({ baselineNs, currentNs }: FunctionChange): number =>
  Math.abs(currentNs - baselineNs)

/** By name and file, with times per iteration. */
function functionsOf({ profile, iterationNs }: ProfiledSide): ReadonlyMap<string, OwnTime> {
  const { functions, iterations } = profile
  const sum = functions.reduce((total, { ns }) => total + ns, 0)
  const scale = iterationNs === null ? 1 / Math.max(1, iterations) : iterationNs / (sum || 1)
  return new Map(
    functions.map((each) => [
      JSON.stringify([each.name, each.file]),
      { ...each, ns: each.ns * scale },
    ]),
  )
}

const totalNs = (functions: ReadonlyMap<string, OwnTime>): number =>
  [...functions.values()].reduce((sum, { ns }) => sum + ns, 0)

interface SizedChange {
  readonly change: FunctionChange
  /** Standard deviation of the difference. */
  readonly errorNs: number
}

function changeOf(before: OwnTime | undefined, now: OwnTime | undefined): SizedChange {
  const { name = '', file = '', line = null } = now ?? before ?? {}
  const [baselineNs, currentNs] = [before?.ns ?? 0, now?.ns ?? 0]
  const errorNs = Math.hypot(
    baselineNs / Math.sqrt(before?.samples ?? 1),
    currentNs / Math.sqrt(now?.samples ?? 1),
  )
  return { change: { name, file, line, baselineNs, currentNs }, errorNs }
}
