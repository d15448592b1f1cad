import { usageError } from '../../kernel/errors.ts'
import type { PruneReport, PruneRule } from '../../model/ports.ts'
import type { Connection } from './connection.ts'

/** Removes old runs, and gives their space back to the disk. */
export function pruneRuns(connection: Connection, rule: PruneRule): PruneReport {
  const limits = limitsOf(rule)
  if (rule.dryRun === true) return report(connection, candidates(connection, limits))
  const done = connection.transaction(() => {
    const found = candidates(connection, limits)
    for (const { seq, needed } of found) {
      if (needed === 0) connection.run('DELETE FROM run WHERE seq = ?', seq)
    }
    connection.exec('DELETE FROM series WHERE seq NOT IN (SELECT DISTINCT series FROM point)')
    return { found, kept: countRuns(connection) }
  })
  giveSpaceBack(connection)
  return { ...report(connection, done.found), kept: done.kept }
}

interface Limits {
  readonly keep: number
  /** Infinity = any age. */
  readonly olderThanMs: number
}

interface Candidate {
  readonly seq: number
  readonly id: string
  /** How many versions of baselines point at it. */
  readonly needed: number
}

function limitsOf({ keep, olderThan }: PruneRule): Limits {
  const olderThanMs = olderThan === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(olderThan)
  const isCount = keep === undefined || (Number.isSafeInteger(keep) && keep >= 0)
  // Without a limit everything would go: nobody means that.
  const isEmpty = keep === undefined && olderThan === undefined
  if (isEmpty || !isCount || Number.isNaN(olderThanMs)) {
    const hint = 'Say which runs to keep: --keep N, --older-than 90d, or both.'
    throw usageError(
      'PRUNE_RULE',
      `Nothing can be pruned by ${JSON.stringify({ keep, olderThan })}`,
      hint,
    )
  }
  return { keep: keep ?? 0, olderThanMs }
}

/** Oldest first. */
function candidates(connection: Connection, { keep, olderThanMs }: Limits): Candidate[] {
  return connection.all<Candidate>(
    `SELECT seq, id, needed FROM (
       SELECT seq, id, started_ms,
              (SELECT count(*) FROM baseline_version WHERE baseline_version.run = run.seq) AS needed
       FROM run ORDER BY started_ms DESC, id DESC LIMIT -1 OFFSET ?
     ) WHERE started_ms < ? ORDER BY started_ms, id`,
    keep,
    olderThanMs,
  )
}

function report(connection: Connection, found: readonly Candidate[]): PruneReport {
  const removed = found.filter(({ needed }) => needed === 0).map(({ id }) => id)
  return {
    removed,
    kept: countRuns(connection) - removed.length,
    keptForBaselines: found.length - removed.length,
  }
}

function countRuns(connection: Connection): number {
  return connection.one<{ runs: number }>('SELECT count(*) AS runs FROM run').runs
}

function giveSpaceBack(connection: Connection): void {
  // Stepped to its end: each row it gives is a page given back.
  connection.all('PRAGMA incremental_vacuum')
  connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
}
