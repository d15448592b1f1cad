import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRandom } from '../../../kernel/random.ts'
import type { SideProfile } from '../../../model/cpu-profile.ts'
import type { DuetEvent, DuetPair, DuetPlan, Side } from '../../../model/duet.ts'
import { runLaunch } from '../launch/run-launch.ts'
import { fileNamesOf } from '../profile-files.ts'
import { targetFor } from '../target-for.ts'
import { type CpuProfile, ownTimes } from './own-times.ts'

/** One more launch of each side under the profiler, for what moved; its numbers are not used. */

/** How to take profiles. */
export interface ProfileOptions {
  /** Where to write them, absolute; it exists. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onEvent: (event: DuetEvent) => void
}

/** The profiles of one scenario. */
export interface ProfiledPair {
  readonly key: string
  /** `.cpuprofile` of each side, absolute. */
  readonly files: Readonly<Record<Side, string>>
  /** `undefined` where a side could not be profiled. */
  readonly profiles: Readonly<Record<Side, SideProfile>> | undefined
  /** Why not, in words; empty where it could. */
  readonly problem: string
}

/** At one sample a millisecond a function of a tenth of the time is known to some 8 %. */
const TIME_MS = 1_500
const WARM_UP_MS = 1_000

/** Profiles each side of each pair, one after the other. Ends early when the signal is aborted. */
export async function profileSides(
  plan: DuetPlan,
  options: ProfileOptions,
): Promise<readonly ProfiledPair[]> {
  const names = fileNamesOf(plan.pairs.map(({ identity }) => identity.key))
  const done: ProfiledPair[] = []
  for (const [index, pair] of plan.pairs.entries()) {
    if (options.signal.aborted) break
    const fileOf = (side: Side): string =>
      join(options.folder, `${names[index]}.${side}.cpuprofile`)
    const files = { baseline: fileOf('baseline'), current: fileOf('current') }
    done.push(await profilePair({ plan, pair, files, options }))
  }
  return done
}

interface Work {
  readonly plan: DuetPlan
  readonly pair: DuetPair
  readonly files: Readonly<Record<Side, string>>
  readonly options: ProfileOptions
}

async function profilePair(work: Work): Promise<ProfiledPair> {
  const { files, pair } = work
  const { key } = pair.identity
  const baseline = await profileSide(work, 'baseline')
  if ('problem' in baseline) return { key, files, profiles: undefined, ...baseline }
  const current = await profileSide(work, 'current')
  if ('problem' in current) return { key, files, profiles: undefined, ...current }
  return { key, files, profiles: { baseline, current }, problem: '' }
}

async function profileSide(
  { plan, pair, files, options }: Work,
  side: Side,
): Promise<SideProfile | { readonly problem: string }> {
  const { path, exportName, paramsIndex, timeoutMs } = pair[side]
  const { key } = pair.identity
  const { current, baseline, replace, env, seed } = plan
  options.onEvent({ kind: 'profile-started', key, side })
  const end = await runLaunch(
    {
      kind: 'launch',
      token: randomUUID(),
      path,
      exportName,
      paramsIndex,
      // Both sides get the same inputs.
      seed: createRandom(seed).split(key).seed,
      launch: 0,
      timeMs: TIME_MS,
      warmUpMs: WARM_UP_MS,
      batchSize: undefined,
      cpuProfile: files[side],
      sides: { current, baseline, replace },
      ...targetFor(pair[side], plan.targets),
    },
    {
      cwd: plan[side].cwd,
      env,
      timeoutMs,
      signal: options.signal,
      onOutput: (text) => options.onEvent({ kind: 'output', key, text }),
    },
  )
  if (end.status === 'aborted') return { problem: 'interrupted' }
  if (end.status === 'failed') return { problem: `the ${side} side failed: ${end.error.example}` }
  const profile = JSON.parse(readFileSync(files[side], 'utf8')) as CpuProfile
  const functions = ownTimes(profile, (url) => placeOn(url, plan))
  return { iterations: end.measurement.iterations, functions }
}

/** plimsoll's own loops and clocks, the same on both sides. */
const MEASURING = new URL('../../', import.meta.url).href

/** What a file is called on both sides; `undefined` for plimsoll's own. */
export function placeOn(
  url: string,
  sides: Pick<DuetPlan, 'current' | 'baseline'>,
): string | undefined {
  if (url.startsWith(MEASURING)) return undefined
  if (!url.startsWith('file:')) return url
  const path = fileURLToPath(url.replace(/[?#].*$/, ''))
  const [, inPackages] = /^.*[\\/](node_modules[\\/].*)$/.exec(path) ?? []
  return portable(inPackages ?? relativeTo(sides, path))
}

/** A worktree may lie within the working tree: the longer root is tried first. */
function relativeTo(
  { current, baseline }: Pick<DuetPlan, 'current' | 'baseline'>,
  path: string,
): string {
  const roots = [current.root, baseline.root].toSorted((one, other) => other.length - one.length)
  const root = roots.find((each) => path.startsWith(each + sep))
  return root === undefined ? path : relative(root, path)
}

const portable = (path: string): string => path.replaceAll('\\', '/')
