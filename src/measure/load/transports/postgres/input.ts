import type {
  PostgresIsolation,
  PostgresPlan,
  PostgresStatement,
  PostgresWork,
} from '../../../../model/exchanges/postgres.ts'
import { valueFrom } from '../filling/fill.ts'
import { misplacedInput } from '../filling/places.ts'

/** Statements whose values differ by their exchange's input. */

/** The same each time, or made of the exchange's input. */
type Values = readonly unknown[] | ((input: unknown) => readonly unknown[])

/** A statement whose values may be made of the input. */
export interface FilledStatement extends Omit<PostgresStatement, 'values'> {
  readonly values?: Values
}

/** What one exchange does. */
export type FilledPostgresWork =
  | ({ readonly kind: 'query' } & FilledStatement)
  | ({ readonly kind: 'prepared'; readonly name: string } & FilledStatement)
  | {
      readonly kind: 'transaction'
      readonly statements: readonly FilledStatement[]
      readonly isolation?: PostgresIsolation
    }
  | Extract<PostgresWork, { readonly kind: 'notify' }>

/** A plan whose values may be made of the input. */
export interface FilledPostgresPlan extends Omit<PostgresPlan, 'work'> {
  readonly work?: FilledPostgresWork
}

/** Values alone: they are sent apart from the statement, so that nothing in them is taken for SQL. */
const PLACES = /^work\.(?:statements\[\d+\]\.)?values(?:$|\[|\.)/

/** What is wrong with the places of a plan's placeholders. */
export const placeProblems = (plan: FilledPostgresPlan): readonly string[] =>
  misplacedInput(plan, PLACES)

/** The plan, with its placeholders found, so that exchanges need but fill them. */
export function postgresWithInput(plan: FilledPostgresPlan): FilledPostgresPlan {
  const { work } = plan
  if (work === undefined || work.kind === 'notify') return plan
  const filled: FilledPostgresWork =
    work.kind === 'transaction'
      ? { ...work, statements: work.statements.map(filledStatement) }
      : { ...work, ...filledStatement(work) }
  return { ...plan, work: filled }
}

function filledStatement<S extends FilledStatement>(statement: S): S {
  const make = valueFrom(statement.values)
  if (make === undefined) return statement
  return {
    ...statement,
    values: (input: unknown) => {
      const values = make(input)
      return Array.isArray(values) ? (values as readonly unknown[]) : [values]
    },
  }
}
