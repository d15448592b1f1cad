import { closed } from '../parts.ts'
import {
  anyText,
  checkedApart,
  flag,
  ifGiven,
  list,
  number,
  partOf,
  problemsAt,
  problemsByKind,
} from './parts.ts'

/** The shape of statements for PostgreSQL. */

const postgres = closed({
  url: anyText.optional(),
  work: checkedApart,
  insecure: flag.optional(),
  ca: anyText.optional(),
})

const STATEMENT = { text: anyText, values: list.optional() }

const KINDS = {
  query: STATEMENT,
  prepared: { name: anyText, ...STATEMENT },
  transaction: { statements: list, isolation: anyText.optional() },
  notify: {
    channel: anyText.optional(),
    listeners: number.optional(),
    messageBytes: number.optional(),
  },
}

/** What is wrong with the shape of a plan. */
export function postgresShape(plan: unknown): readonly string[] {
  const work = partOf(plan, 'work')
  const statements = partOf(work, 'statements')
  return [
    ...problemsAt(['postgres'], postgres, plan),
    ...ifGiven(work, (value) => problemsByKind(['postgres', 'work'], KINDS, value)),
    ...(Array.isArray(statements) ? statements : []).flatMap(statementShape),
  ]
}

/** The schema says keys; readers know an index. */
const statementShape = (statement: unknown, index: number): readonly string[] =>
  problemsAt(['postgres', 'work', 'statements', `${index}`], closed(STATEMENT), statement).map(
    (problem) => problem.replace(`["${index}"]`, `[${index}]`),
  )
