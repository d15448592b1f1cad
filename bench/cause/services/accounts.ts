import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { between, planted } from './planted.ts'

/** Accounts in PostgreSQL, over HTTP. Its trouble: a report that keeps connections of the pool to itself. */

const POOL = 10
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: POOL })
pool.on('error', () => undefined)

let asked = 0
createServer((_, response) => {
  const id = ++asked % 100
  pool
    .query('update accounts set balance = balance + 1 where id = $1 returning balance', [id])
    .then(
      ({ rows }) => response.end(JSON.stringify(rows[0])),
      (error: unknown) => {
        response.statusCode = 500
        response.end(String(error))
      },
    )
}).listen(Number(process.env['PORT']))

if (planted.kind === 'pool') {
  let held: Promise<pg.PoolClient[]> = Promise.resolve([])
  planted.around(
    () => {
      const connections = Array.from({ length: POOL }, () => pool.connect())
      held = Promise.all(connections)
      void dribble(held)
    },
    () => undefined,
  )
}

/** The report lets go of one now and then, for a moment, so that the service still answers. */
async function dribble(held: Promise<pg.PoolClient[]>): Promise<void> {
  const clients = await held
  const pauseMs = between(80, 200)
  while (planted.isActive()) {
    await pause(pauseMs)
    const one = clients.shift()
    one?.release()
    await pause(20)
    clients.push(await pool.connect())
  }
  for (const client of clients) client.release()
}
