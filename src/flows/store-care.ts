import type { Baseline, PruneReport, PruneRule, Store, StoreReport } from '../model/ports.ts'
import { usageError } from '../kernel/errors.ts'
import { openStore, verifyStore } from '../record/index.ts'
import { openProjectStore, openStoreToRead, type Project } from './project.ts'

/** Care for the store. */

/** The rule that flags, environment and configuration add up to; `undefined` when they name none. */
function retentionRule(project: Project): PruneRule | undefined {
  const { retentionKeep, retentionOlderThanMs } = project.settings
  if (retentionKeep === undefined && retentionOlderThanMs === undefined) return undefined
  return {
    ...(retentionKeep === undefined ? {} : { keep: retentionKeep }),
    ...(retentionOlderThanMs === undefined
      ? {}
      : { olderThan: new Date(project.clock.epoch() - retentionOlderThanMs).toISOString() }),
  }
}

/** Prunes by itself after each run, where `retention` asks for it. */
export async function pruneByRetention(project: Project, store: Store): Promise<void> {
  const rule = retentionRule(project)
  if (rule !== undefined) await store.prune(rule)
}

/** `store prune`. @throws PlimsollError PRUNE_WITHOUT_RULE */
export async function pruneStore(project: Project, dryRun: boolean): Promise<PruneReport> {
  const rule = retentionRule(project)
  if (rule === undefined) {
    throw usageError(
      'PRUNE_WITHOUT_RULE',
      'nothing says what to keep',
      'give --keep 100, --older-than 90d or both (a run is then removed only if both allow it)',
    )
  }
  await using store = await openStoreToRead(project)
  return await store.prune({ ...rule, dryRun })
}

/** `store verify`: reads everything, changes nothing. */
export function verifyProjectStore(project: Project): Promise<StoreReport> {
  return verifyStore(project.settings.store, { cwd: project.cwd })
}

/** `store migrate`: opening brings an older store up to this version. */
export async function migrateStore(project: Project): Promise<{ readonly url: string }> {
  await using store = await openProjectStore(project)
  return { url: store.url }
}

/** What was copied. */
export interface CopyReport {
  readonly from: string
  readonly to: string
  /** Runs that the other store now holds. */
  readonly runs: number
  readonly baselines: number
  /** Noise floors that were taken along. */
  readonly noise: number
}

/** `store copy URL`: every run, the past of every baseline and every noise floor, into another store. What it already has stays. */
export async function copyStore(project: Project, url: string): Promise<CopyReport> {
  await using from = await openStoreToRead(project)
  await using to = await openStore(url, { cwd: project.cwd })
  const headers = await from.list()
  let runs = 0
  for (const { id } of headers.toReversed()) {
    const run = await from.load(id)
    // Another process may have pruned it since.
    if (run === undefined) continue
    await to.commit(run)
    runs++
  }
  const baselines = await from.baselines.list()
  for (const { name } of baselines) await copyBaseline({ from, to }, name)
  const floors = await from.noise.list()
  await to.noise.keep(floors)
  return {
    from: from.url,
    to: to.url,
    runs,
    baselines: baselines.length,
    noise: floors.length,
  }
}

async function copyBaseline({ from, to }: { from: Store; to: Store }, name: string): Promise<void> {
  const known = new Set((await to.baselines.past(name)).map(markOf))
  const past = (await from.baselines.past(name)).toReversed()
  const unknown = past.filter((entry) => !known.has(markOf(entry)))
  for (const entry of unknown) await to.baselines.set(entry)
  if (unknown.length > 0) await pointAs({ from, to }, name)
}

const markOf = ({ run, setAt }: Baseline): string => `${run} ${setAt}`

/** A baseline that was rolled back points at an earlier version than its newest. */
async function pointAs({ from, to }: { from: Store; to: Store }, name: string): Promise<void> {
  const wanted = await from.baselines.get(name)
  if (wanted === undefined) return
  let reached = await to.baselines.get(name)
  while (reached !== undefined && markOf(reached) !== markOf(wanted)) {
    reached = await to.baselines.rollback(name)
  }
}
