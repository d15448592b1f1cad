import type { BaselineList, RunList } from '../model/page.ts'
import type { Store, SummaryQuery } from '../model/ports.ts'

/** The lists that pages show. */

/** Asks for one more than is wanted, to know whether there are more. */
export async function runList(store: Store, { limit, before }: SummaryQuery): Promise<RunList> {
  const found = await store.summaries({ limit: limit + 1, before })
  const runs = found.slice(0, limit)
  const next = found.length > limit ? (runs.at(-1)?.id ?? null) : null
  return { schema: 'plimsoll/runs@1', runs, next }
}

/** Every baseline of a store. */
export async function baselineList(store: Store): Promise<BaselineList> {
  return { schema: 'plimsoll/baselines@1', baselines: await store.baselines.list() }
}
