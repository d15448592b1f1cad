import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Comparison, ProfileComparison, ScenarioComparison } from '../model/comparison.ts'
import type { DuetEvent, DuetPlan } from '../model/duet.ts'
import { changedFunctions } from '../judge/index.ts'
import { type ProfiledPair, profileSides } from '../measure/index.ts'
import type { Project } from './project.ts'

/** What profiles are taken of, and where to. */
export interface ProfileRequest {
  /** With every pair that was compared, whether in one process or apart. */
  readonly plan: DuetPlan
  /** As `openProfileFolder` gave it; `undefined` = take none. */
  readonly folder: string | undefined
  readonly onEvent: (event: DuetEvent) => void
}

/**
 * Profiles both sides of what moved, and says which functions' own time changed. The sides must still be checked out.
 * A side that can't be profiled leaves its verdict as it is, and a note.
 */
export async function profileMoved(
  project: Project,
  comparison: Comparison,
  { plan, folder, onEvent }: ProfileRequest,
): Promise<Comparison> {
  const moved = new Set(comparison.scenarios.flatMap((each) => (isMoved(each) ? each.key : [])))
  if (folder === undefined || moved.size === 0 || project.signal.aborted) return comparison
  const pairs = plan.pairs.filter(({ identity }) => moved.has(identity.key))
  const { signal } = project
  const profiled = await profileSides({ ...plan, pairs }, { folder, signal, onEvent })
  const found = new Map(profiled.map((each) => [each.key, each]))
  return {
    ...comparison,
    scenarios: comparison.scenarios.map((scenario) => {
      const pair = found.get(scenario.key)
      const profile = pair === undefined ? undefined : compareProfiles(pair, scenario, project.cwd)
      return profile === undefined ? scenario : { ...scenario, profile }
    }),
    notes: [
      ...comparison.notes,
      ...profiled.flatMap(({ key, problem }) =>
        problem === '' ? [] : `No CPU profiles of ${key}: ${problem}.`,
      ),
    ],
  }
}

const isMoved = ({ verdict }: ScenarioComparison): boolean =>
  verdict === 'regressed' || verdict === 'improved'

/** `undefined` where a side could not be profiled. */
function compareProfiles(
  { profiles, files }: ProfiledPair,
  { clock, baselineNs, currentNs }: ScenarioComparison,
  cwd: string,
): ProfileComparison | undefined {
  if (profiles === undefined) return undefined
  // Of a scenario that waits the profile knows the rest alone.
  const measured = (ns: number | null): number | null => (clock === 'cpu' ? ns : null)
  return {
    files: { baseline: shortPath(cwd, files.baseline), current: shortPath(cwd, files.current) },
    functions: changedFunctions(
      { profile: profiles.baseline, iterationNs: measured(baselineNs) },
      { profile: profiles.current, iterationNs: measured(currentNs) },
    ),
  }
}

/** Relative where it lies in the project. */
function shortPath(cwd: string, file: string): string {
  const path = relative(cwd, file)
  const isOutside = path.startsWith('..') || isAbsolute(path)
  return isOutside ? file : path.replaceAll(sep, '/')
}

/** The profiles that a comparison names, baseline first; absolute paths. */
export const profilesOf = ({ scenarios }: Comparison, cwd: string): readonly string[] =>
  scenarios.flatMap(({ profile }) =>
    profile === undefined
      ? []
      : [resolve(cwd, profile.files.baseline), resolve(cwd, profile.files.current)],
  )
