import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgresTransport } from '../../src/measure/load/transports/postgres/transport.ts'
import { refusalOf } from '../support/refusal.ts'
import {
  type TestPostgres,
  postgresPassword,
  queryOnce,
  startPostgres,
} from '../support/services/postgres.ts'
import { drained, Driven, openClient, tally } from './load-connections.ts'

let shared: TestPostgres
beforeAll(async () => {
  shared = await startPostgres()
}, 60_000)
afterAll(() => shared[Symbol.asyncDispose]())

/** An empty table in a database of the test's own. @returns the database's URL */
async function withTable(): Promise<string> {
  const url = await shared.createDatabase()
  await queryOnce(url, 'create table events (id int primary key, note text)')
  return url
}

describe('statements', () => {
  test('select 1 without a plan of its own', async () => {
    const driven = new Driven(await openClient(postgresTransport, { url: shared.url }))
    const outcomes = await driven.exchanges(30)
    expect(tally(outcomes)).toEqual({ ok: 30 })
    for (const { sentNs, endedNs, bytesIn, bytesOut } of outcomes) {
      expect(sentNs).toBeLessThan(endedNs)
      expect([bytesIn > 0, bytesOut > 0]).toEqual([true, true])
    }
  })

  test('are sent as often as they are counted, and take what the input gives', async () => {
    const url = await withTable()
    const values = (input: unknown): readonly unknown[] => [input, `note ${String(input)}`]
    const text = 'insert into events values ($1, $2)'
    const driven = new Driven(
      await openClient(postgresTransport, { url, work: { kind: 'query', text, values } }),
    )
    expect(tally(await driven.exchanges(20))).toEqual({ ok: 20 })
    expect(await queryOnce(url, 'select count(*)::int, sum(id)::int from events')).toEqual([
      { count: 20, sum: 190 },
    ])
  })

  test('an error fails by its state, and the connection stays', async () => {
    const work = { kind: 'query', text: 'select 1 / 0' } as const
    const driven = new Driven(await openClient(postgresTransport, { url: shared.url, work }))
    const outcomes = await driven.exchanges(3)
    expect(tally(outcomes)).toEqual({ SQLSTATE_22012: 3 })
    expect(outcomes[0]?.example).toBe('division by zero')
    expect(driven.troubles).toEqual([])
  })

  test('a prepared statement is parsed once on a connection', async () => {
    const text = 'select count(*) from pg_prepared_statements where name = $1'
    const work = { kind: 'prepared', name: 'mine', text, values: ['mine'] } as const
    const driven = new Driven(await openClient(postgresTransport, { url: shared.url, work }))
    const outcomes = await driven.exchanges(10)
    expect(tally(outcomes)).toEqual({ ok: 10 })
    // From the second on only its name is sent.
    expect(outcomes[1]?.bytesOut).toBeLessThan(outcomes[0]?.bytesOut ?? 0)
    expect(outcomes[9]?.bytesOut).toBe(outcomes[1]?.bytesOut)
  })

  test('one connection carries one exchange at a time, so that waiting is not in its time', async () => {
    const client = await openClient(postgresTransport, { url: shared.url }, { pipelining: 8 })
    const driven = new Driven(client)
    await driven.untilFree()
    expect(driven.connection.free).toBe(1)
  })
})

describe('transactions', () => {
  const insert = {
    text: 'insert into events values ($1, $2)',
    values: (input: unknown): readonly unknown[] => [input, 'x'],
  }

  test('commit all of their statements', async () => {
    const url = await withTable()
    const update = { text: "update events set note = 'y'" }
    const statements = [insert, update]
    const work = { kind: 'transaction', statements, isolation: 'serializable' } as const
    const driven = new Driven(await openClient(postgresTransport, { url, work }))
    expect(tally(await driven.exchanges(5))).toEqual({ ok: 5 })
    expect(await queryOnce(url, 'select distinct note from events')).toEqual([{ note: 'y' }])
  })

  test('roll back when one fails, and the next one can be sent', async () => {
    const url = await withTable()
    const work = { kind: 'transaction', statements: [insert, { text: 'select 1 / 0' }] } as const
    const driven = new Driven(await openClient(postgresTransport, { url, work }))
    expect(tally(await driven.exchanges(3))).toEqual({ SQLSTATE_22012: 3 })
    expect(await queryOnce(url, 'select * from events')).toEqual([])
  })
})

describe('notifying', () => {
  test('ends when every listener has the notification', async () => {
    const work = {
      kind: 'notify',
      channel: 'Odd "name"',
      listeners: 2,
      messageBytes: 7999,
    } as const
    const client = await openClient(postgresTransport, { url: shared.url, work })
    const [one, other] = [new Driven(client), new Driven(client)]
    const outcomes = (await Promise.all([one.exchanges(10), other.exchanges(10)])).flat()
    expect(tally(outcomes)).toEqual({ ok: 20 })
    expect(drained(client)).toEqual({ received: 40, delivery: 40 })
  })

  test('one that does not arrive is lost, and the connection stays', async () => {
    const url = await shared.createDatabase()
    const work = { kind: 'notify' } as const
    const client = await openClient(postgresTransport, { url, work }, { timeoutMs: 1_000 })
    const driven = new Driven(client)
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
    // The listener's backend is frozen: the server accepts what it can't deliver.
    const [row] = await queryOnce(
      url,
      "select pid from pg_stat_activity where query like 'listen%'",
    )
    const pid = Number(Reflect.get(Object(row), 'pid'))
    process.kill(pid, 'SIGSTOP')
    try {
      expect(await driven.exchange()).toMatchObject({ kind: 'failed', code: 'MESSAGE_LOST' })
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    expect(drained(client)).toMatchObject({ lost: 1 })
    expect(driven.troubles).toEqual([])
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
  })
})

describe('trouble', () => {
  test('a frozen server times out, and is used again when it goes on', async () => {
    await using own = await startPostgres()
    const client = await openClient(postgresTransport, { url: own.url }, { timeoutMs: 500 })
    const driven = new Driven(client)
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
    await own.service.signal('SIGSTOP')
    expect(await driven.exchange()).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
    expect(driven.connection.free).toBe(0)
    await driven.untilTrouble('CONNECT_TIMEOUT')
    await own.service.signal('SIGCONT')
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
  })

  test('a server that was killed and comes back is connected to again', async () => {
    const first = await startPostgres()
    const driven = new Driven(await openClient(postgresTransport, { url: first.url }))
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
    await first.service.kill()
    await driven.untilTrouble('CONNECT_REFUSED')
    await using _second = await startPostgres({ port: first.port })
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
  })

  test('a session that the server ends fails what is under way, and is made anew', async () => {
    const url = await shared.createDatabase()
    const work = {
      kind: 'query',
      text: 'select pg_sleep($1)',
      values: (s: unknown) => [s],
    } as const
    const driven = new Driven(await openClient(postgresTransport, { url, work }))
    await driven.untilFree()
    const underWay = driven.start(30)
    const sleeping =
      "from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'"
    await expect
      .poll(() => queryOnce(url, `select pg_terminate_backend(pid) as ended ${sleeping}`))
      .toEqual([{ ended: true }])
    expect((await underWay).code).toBe('SQLSTATE_57P01')
    expect(tally([await driven.exchange(0)])).toEqual({ ok: 1 })
  })

  test('a wrong password is told plainly, and nowhere shown', async () => {
    const wrong = shared.url.replace(encodeURIComponent(postgresPassword), 'wr%40ng-one')
    const driven = new Driven(await openClient(postgresTransport, { url: wrong }))
    const example = await driven.untilTrouble('SQLSTATE_28P01')
    expect(example).toBe('password authentication failed for user "postgres"')
    expect(JSON.stringify(driven.troubles)).not.toMatch(/wr.*ng-one/)
  })

  test('what is under way when the connection is closed ends so', async () => {
    const work = { kind: 'query', text: 'select pg_sleep(30)' } as const
    const driven = new Driven(await openClient(postgresTransport, { url: shared.url, work }))
    await driven.untilFree()
    const underWay = driven.start()
    driven.connection.close()
    expect(await underWay).toMatchObject({ kind: 'failed', code: 'CLOSED' })
  })
})

describe('plans that make no sense', () => {
  const common = { timeoutMs: 1, pipelining: 1, signal: new AbortController().signal }

  test.each(['redis://:hidden@127.0.0.1', 'postgres', ''])('the address %j', async (url) => {
    const error = await refusalOf(() => postgresTransport.open({ url }, common))
    expect(error).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect(`${error.message} ${error.hint}`).not.toContain('hidden')
  })

  test('all that is wrong is told', async () => {
    const work = {
      kind: 'notify',
      channel: 'x'.repeat(51),
      listeners: 0,
      messageBytes: 8000,
    } as const
    const plan = { url: 'postgres://127.0.0.1', work }
    const error = await refusalOf(() => postgresTransport.open(plan, common))
    expect(error).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect(error.problems).toHaveLength(3)
  })
})
