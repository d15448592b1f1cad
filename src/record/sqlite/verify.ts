import type { StoreReport } from '../../model/ports.ts'
import type { Connection } from './connection.ts'
import { innermost, salvageDocuments } from './salvage.ts'

/** Most problems that SQLite's own check is asked for. */
const PROBLEMS_MAX = 100

/** Reads everything, changes nothing. */
export function verifyDatabase(connection: Connection, url: string): StoreReport {
  const problems = integrityProblems(connection)
  const savable: string[] = []
  for (const salvaged of salvageDocuments(connection)) {
    if ('run' in salvaged) savable.push(salvaged.run.id)
    else problems.push(salvaged.problem)
  }
  const runs = count(connection, 'SELECT count(*) AS n FROM run', problems)
  const baselines = count(connection, 'SELECT count(*) AS n FROM baseline', problems)
  const without = `SELECT count(*) AS n FROM run WHERE seq NOT IN (SELECT run FROM document)`
  const gone = count(connection, without, problems)
  if (gone > 0) problems.push(`${gone} runs have lost their documents`)
  return {
    url,
    ok: problems.length === 0,
    // The list of runs may be what is damaged.
    runs: Math.max(runs, savable.length),
    readable: savable.length,
    baselines,
    problems: [...new Set(problems)],
    savable: savable.toSorted(),
  }
}

/** What a file that is no database at all is reported as. */
export function unreadableStore(url: string, problem: string): StoreReport {
  return { url, ok: false, runs: 0, readable: 0, baselines: 0, problems: [problem], savable: [] }
}

/** https://www.sqlite.org/pragma.html#pragma_integrity_check and #pragma_foreign_key_check */
function integrityProblems(connection: Connection): string[] {
  try {
    const checked = connection.all<{ integrity_check: string }>(
      `PRAGMA integrity_check(${PROBLEMS_MAX})`,
    )
    const dangling = connection.all<{ table: string; parent: string }>('PRAGMA foreign_key_check')
    return [
      // One row may hold several lines.
      ...checked.flatMap((row) => row.integrity_check.split('\n')).filter((line) => line !== 'ok'),
      ...dangling.map(({ table, parent }) => `a ${table} names a ${parent} that does not exist`),
    ]
  } catch (thrown) {
    return [innermost(thrown)]
  }
}

function count(connection: Connection, sql: string, problems: string[]): number {
  try {
    return connection.one<{ n: number }>(sql).n
  } catch (thrown) {
    problems.push(innermost(thrown))
    return 0
  }
}
