import { join } from 'node:path'

/**
 * Where journals are, and what their files are called:
 *
 *     .plimsoll/live/<run's id>/<owner>.<number>.ndjson
 *
 * The owner's name says which process writes, so that others can tell whether it still lives (processes/owner.ts). When
 * a file has grown large the next one is begun, and the oldest removed.
 */

/** Of a project. */
export const journalsIn = (cwd: string): string => join(cwd, '.plimsoll', 'live')

/** A ULID: everything else in that folder is somebody else's. */
const RUN_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** Whether a folder's name is a run's id. */
export const isRunId = (name: string): boolean => RUN_ID.test(name)

const FILE = /^(\d+-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\.(\d{6})\.ndjson$/

/** A file of a journal. */
export interface JournalFile {
  readonly name: string
  readonly owner: string
  readonly number: number
}

/** What a file's name says; `undefined` = it is none of ours. */
export function journalFile(name: string): JournalFile | undefined {
  const [, owner, number] = FILE.exec(name) ?? []
  if (owner === undefined || number === undefined) return undefined
  return { name, owner, number: Number(number) }
}

export const fileName = (owner: string, number: number): string =>
  `${owner}.${String(number).padStart(6, '0')}.ndjson`
