import { refuseProblems } from '../session/address.ts'
import type { PostgresStatement, PostgresWork } from '../../../../model/exchanges/postgres.ts'

/** What can be known to be wrong before anything is sent. */

const ISOLATIONS: readonly unknown[] = ['read committed', 'repeatable read', 'serializable']

/** A notification is shorter than 8,000 bytes: https://www.postgresql.org/docs/18/sql-notify.html */
const LONGEST_NOTIFICATION = 7_999

/** Names of statements are cut here, channels too: 63 bytes, of which our own mark needs 13. */
const LONGEST_NAME = 63
const LONGEST_CHANNEL = LONGEST_NAME - 13

/** @throws PlimsollError (exit 2) with all that is wrong */
export function requireWork(work: PostgresWork): void {
  refuseProblems('PostgreSQL', problemsOf(work))
}

function problemsOf(work: PostgresWork): readonly string[] {
  switch (work.kind) {
    case 'query':
      return problemsOfStatement('', work)
    case 'prepared':
      return [...problemsOfName('name', work.name, LONGEST_NAME), ...problemsOfStatement('', work)]
    case 'transaction':
      return [
        ...(work.statements.length === 0 ? ['statements: at least one'] : []),
        ...work.statements.flatMap((statement, index) =>
          problemsOfStatement(`statements[${index}].`, statement),
        ),
        ...(work.isolation === undefined || ISOLATIONS.includes(work.isolation)
          ? []
          : [`isolation: one of ${ISOLATIONS.join(', ')}`]),
      ]
    case 'notify':
      return [
        ...(work.channel === undefined
          ? []
          : problemsOfName('channel', work.channel, LONGEST_CHANNEL)),
        ...wholeWithin('listeners', work.listeners, [1, 1_000]),
        ...wholeWithin('messageBytes', work.messageBytes, [0, LONGEST_NOTIFICATION]),
      ]
  }
}

function problemsOfStatement(path: string, { text }: PostgresStatement): readonly string[] {
  return typeof text === 'string' && text.trim() !== '' ? [] : [`${path}text: a statement`]
}

function problemsOfName(path: string, name: string, mostBytes: number): readonly string[] {
  const isFine = name !== '' && Buffer.byteLength(name) <= mostBytes
  return isFine ? [] : [`${path}: 1 to ${mostBytes} bytes`]
}

function wholeWithin(
  path: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
): readonly string[] {
  if (value === undefined) return []
  const isFine = Number.isInteger(value) && value >= least && value <= most
  return isFine ? [] : [`${path}: a whole number from ${least} to ${most}`]
}
