import type { Client, QueryArrayConfig } from 'pg'
import type { SessionDriver } from '../session/driver.ts'
import type { FilledPostgresWork, FilledStatement } from './input.ts'
import type { PostgresSession } from './open.ts'

/** What statements and transactions do with a session. */
export type StatementWork = Extract<
  FilledPostgresWork,
  { readonly kind: 'query' | 'prepared' | 'transaction' }
>

/** Sends statements, and waits for their answers. */
export function performStatements(work: StatementWork): SessionDriver<PostgresSession>['perform'] {
  switch (work.kind) {
    case 'query':
      return async ({ client }, input) => {
        await client.query(queryOf(work, input))
      }
    case 'prepared':
      return async ({ client }, input) => {
        await client.query({ ...queryOf(work, input), name: work.name })
      }
    case 'transaction':
      return async ({ client }, input) => {
        await client.query(beginOf(work))
        await commitOrRollBack(client, async () => {
          for (const statement of work.statements) await client.query(queryOf(statement, input))
        })
      }
  }
}

/** Rows as arrays: what a column is called is of no interest, and costs the generator time. */
function queryOf({ text, values }: FilledStatement, input: unknown): QueryArrayConfig {
  const given = typeof values === 'function' ? values(input) : values
  return { text, rowMode: 'array', ...(given === undefined ? {} : { values: [...given] }) }
}

const beginOf = ({
  isolation,
}: Extract<StatementWork, { readonly kind: 'transaction' }>): string =>
  isolation === undefined ? 'begin' : `begin isolation level ${isolation}`

async function commitOrRollBack(client: Client, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    await client.query('commit')
  } catch (thrown) {
    // A connection that is broken can't roll back, and needs not to: what broke it is told.
    await client.query('rollback').catch(() => {})
    throw thrown
  }
}
