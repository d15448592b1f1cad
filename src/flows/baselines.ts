import { join } from 'node:path'
import { usageError } from '../kernel/errors.ts'
import type { Baseline, Store } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import { checkBaselineName, NAME_WITHOUT_BRANCH } from '../judge/index.ts'
import { readRevision } from '../measure/index.ts'
import { writeBaselineFile } from '../record/index.ts'
import { BASELINE_FILE } from './baseline-of.ts'
import { baselineNotFound } from './errors.ts'
import { instant, openStoreToRead, type Project } from './project.ts'
import { findRun } from './runs.ts'

/** Named pointers to runs: one per branch by default, each with its past. */

/** What to point at. */
export interface SetRequest {
  /** An id, or the beginning of one; default: the newest run. */
  readonly run: string | undefined
  /** Why, for an intended change; empty otherwise. */
  readonly reason: string
  /** Whether to write the portable file too. */
  readonly portable: boolean
}

/** A baseline that was set. */
export interface SetOutcome {
  readonly baseline: Baseline
  /** The portable file, absolute; `undefined` when none was asked for. */
  readonly file: string | undefined
}

/** `baseline set`, and `baseline accept` with its reason. @throws PlimsollError RUN_NOT_BASELINE, RUN_NOT_FOUND */
export async function setBaseline(project: Project, request: SetRequest): Promise<SetOutcome> {
  await using store = await openStoreToRead(project)
  const run = await findRun(project, store, request.run)
  const name = await nameFor(project, run)
  const reason = project.redactor.text(request.reason)
  const entry = { name, run: run.id, reason, setAt: instant(project.clock) }
  const before = await store.baselines.get(name)
  const baseline = await store.baselines.set(entry)
  const replaced = before === undefined ? undefined : await store.load(before.run)
  for (const line of weaknesses(run, replaced)) project.tell(line)
  if (!request.portable) return { baseline, file: undefined }
  const file = join(project.cwd, BASELINE_FILE)
  await writeBaselineFile(file, { name, reason: entry.reason, setAt: entry.setAt, run })
  return { baseline, file }
}

/** What a baseline can't do, said when it is set rather than when it is missed. */
function weaknesses(run: Run, replaced: Run | undefined): string[] {
  const measured = new Set(run.results.map(({ scenario }) => scenario.key))
  const lost = (replaced?.results ?? []).filter(({ scenario }) => !measured.has(scenario.key))
  const single = run.results.filter(({ launches }) => launches.length < 2)
  return [
    ...(lost.length === 0
      ? []
      : [
          `note: ${lost.length} scenarios of the baseline before are not in this run, and not guarded any more`,
        ]),
    ...(single.length === 0
      ? []
      : [
          `note: ${single.length} scenarios have a single launch, which gives no verdict; five or more do`,
        ]),
  ]
}

/**
 * `--baseline`, else the config's, else the branch that was measured; `main` outside a repository. On a detached head
 * nothing is guessed: a pull request must not become what `main` is judged by.
 * @throws PlimsollError BASELINE_UNNAMED, BASELINE_NAME_INVALID
 */
async function nameFor(project: Project, run?: Run): Promise<string> {
  const { baseline } = project.settings
  if (baseline !== undefined) return checkBaselineName(baseline)
  const revision = run === undefined ? await readRevision(project.cwd) : run.revision
  if (revision === null) return NAME_WITHOUT_BRANCH
  if (revision.branch !== null) return revision.branch
  throw usageError(
    'BASELINE_UNNAMED',
    `nothing says which baseline is meant: ${revision.commit.slice(0, 8)} was on a detached head`,
    'name it with --baseline, such as --baseline main',
  )
}

/** A baseline with what it points at, and pointed at before. */
export interface ShownBaseline {
  readonly baseline: Baseline
  /** Newest first. */
  readonly past: readonly Baseline[]
  readonly run: Run | undefined
}

/** `baseline show`. @throws PlimsollError BASELINE_NOT_FOUND */
export async function showBaseline(project: Project): Promise<ShownBaseline> {
  await using store = await openStoreToRead(project)
  const baseline = await existing(store, await nameFor(project))
  const past = await store.baselines.past(baseline.name)
  return { baseline, past, run: await store.load(baseline.run) }
}

/** `baseline list`. */
export async function listBaselines(project: Project): Promise<readonly Baseline[]> {
  await using store = await openStoreToRead(project)
  return await store.baselines.list()
}

/** `baseline rollback`. @throws PlimsollError BASELINE_NOT_FOUND, BASELINE_HAS_NO_PAST */
export async function rollbackBaseline(project: Project): Promise<Baseline> {
  await using store = await openStoreToRead(project)
  const { name } = await existing(store, await nameFor(project))
  const back = await store.baselines.rollback(name)
  if (back !== undefined) return back
  throw usageError(
    'BASELINE_HAS_NO_PAST',
    `baseline '${name}' has nothing to go back to`,
    `plimsoll baseline remove --baseline ${name} removes it`,
  )
}

/** `baseline remove`. @throws PlimsollError BASELINE_NOT_FOUND */
export async function removeBaseline(project: Project): Promise<string> {
  await using store = await openStoreToRead(project)
  const { name } = await existing(store, await nameFor(project))
  await store.baselines.remove(name)
  return name
}

async function existing(store: Store, name: string): Promise<Baseline> {
  const baseline = await store.baselines.get(name)
  if (baseline !== undefined) return baseline
  throw baselineNotFound(
    name,
    (await store.baselines.list()).map((each) => each.name),
  )
}
