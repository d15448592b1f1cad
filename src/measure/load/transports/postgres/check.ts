import { addressProblems } from '../session/address.ts'
import { wholeWithin } from '../session/numbers.ts'
import {
  type FilledPostgresPlan,
  type FilledPostgresWork,
  type FilledStatement,
  placeProblems,
} from './input.ts'

/** What can be known to be wrong before anything is sent. */

const ISOLATIONS: readonly unknown[] = ['read committed', 'repeatable read', 'serializable']

/** A notification is shorter than 8,000 bytes: https://www.postgresql.org/docs/18/sql-notify.html */
const LONGEST_NOTIFICATION = 7_999

/** Names of statements are cut here, channels too: 63 bytes, of which our own mark needs 13. */
const LONGEST_NAME = 63
const LONGEST_CHANNEL = LONGEST_NAME - 13

/** What addresses of PostgreSQL are like. */
const POSTGRES_RULE = { transport: 'PostgreSQL', protocols: ['postgres:', 'postgresql:'] } as const

/** Everything that is wrong with a plan, one line each. */
export function postgresProblems(plan: FilledPostgresPlan): readonly string[] {
  const { url, work } = plan
  return [
    ...addressProblems('url', url, POSTGRES_RULE),
    ...(work === undefined ? [] : problemsOf(work).map((problem) => `work.${problem}`)),
    ...placeProblems(plan),
  ]
}

function problemsOf(work: FilledPostgresWork): readonly string[] {
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

function problemsOfStatement(path: string, { text }: FilledStatement): readonly string[] {
  return typeof text === 'string' && text.trim() !== '' ? [] : [`${path}text: a statement`]
}

function problemsOfName(path: string, name: string, mostBytes: number): readonly string[] {
  const isFine = name !== '' && Buffer.byteLength(name) <= mostBytes
  return isFine ? [] : [`${path}: 1 to ${mostBytes} bytes`]
}
