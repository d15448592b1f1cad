import { createServer } from 'node:http'
import pg from 'pg'
import { planted } from './planted.ts'

/** Scores of games: one transaction a request. Its trouble: while a migration runs it makes do with few connections. */

const url = process.env['DATABASE_URL']
const many = new pg.Pool({ connectionString: url, max: 20 })
const few = new pg.Pool({ connectionString: url, max: 2 })
for (const pool of [many, few]) pool.on('error', () => undefined)

async function add(game: number): Promise<unknown> {
  const pool = planted.kind === 'pool' && planted.isActive() ? few : many
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_sleep(0.008)')
    const { rows } = await client.query(
      'insert into scores (game, points) values ($1, 1) on conflict (game) do update set points = scores.points + 1 returning points',
      [game],
    )
    await client.query('commit')
    return rows[0]
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

let asked = 0
createServer((_, response) => {
  add(++asked % 400).then(
    (row) => response.end(JSON.stringify(row)),
    (error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    },
  )
}).listen(Number(process.env['PORT']))
