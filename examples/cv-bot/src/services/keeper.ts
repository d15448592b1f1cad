/**
 * Keeps private services for the process that started this one, and ends with it: with the channel between them, which
 * closes however that process ends.
 *
 *   node keeper.ts [redis] [postgres]
 */
import { startPostgres } from './postgres.ts'
import { type PrivateService, startRedis } from './redis.ts'

/** What could be started, by URL. */
export interface PrivateServices {
  readonly redis: string | undefined
  readonly postgres: string | undefined
}

/** The one message that the keeper sends. */
export type KeeperNews = PrivateServices | { readonly problem: string }

const kinds = new Set(process.argv.slice(2))
await using stack = new AsyncDisposableStack()
const orphaned = Promise.withResolvers<void>()
process.on('disconnect', () => orphaned.resolve())

/** Both at a time, since making a cluster is most of the wait; and both to their end, so that none is left behind. */
async function start(): Promise<KeeperNews> {
  const outcomes = await Promise.allSettled([
    kinds.has('redis') ? startOwned(startRedis) : undefined,
    kinds.has('postgres') ? startOwned(startPostgres) : undefined,
  ])
  const problems = outcomes.flatMap((each) =>
    each.status === 'rejected' ? textOf(each.reason) : [],
  )
  if (problems.length > 0) return { problem: problems.join('; ') }
  const [redis, postgres] = outcomes.map((each) =>
    each.status === 'fulfilled' ? each.value : undefined,
  )
  return { redis, postgres }
}

async function startOwned(make: () => Promise<PrivateService>): Promise<string> {
  return stack.use(await make()).url
}

const textOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

// Nobody may be left to hear it.
process.send?.(await start(), undefined, undefined, () => {})
await orphaned.promise
