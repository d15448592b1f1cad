import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openStore, verifyStore } from '../../src/record/index.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../src/record/sqlite/migrations.ts'
import { tempDir } from '../support/folders.ts'
import { describeStore, floorOf, runOf } from './store.ts'

describeStore('SQLite', async () => {
  const cwd = await tempDir()
  return () => openStore('sqlite:.plimsoll/history.db', { cwd })
})

test('a store in memory ends with its connection', async () => {
  {
    await using store = await openStore('sqlite::memory:', { cwd: '/' })
    await store.commit(runOf(1))
    expect(await store.list()).toHaveLength(1)
  }
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  expect(await store.list()).toEqual([])
})

/** A store as the first format made it. */
async function firstFormat(): Promise<string> {
  const path = join(await tempDir(), 'runs.db')
  using database = new DatabaseSync(path)
  database.exec(MIGRATIONS[0] ?? '')
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1`)
  return path
}

test('a store of the first format is brought up to date when it is opened', async () => {
  const path = await firstFormat()
  await using store = await openStore(path, { cwd: '/' })
  await store.noise.keep([floorOf(1)])
  await store.commit(runOf(1))
  expect(await store.noise.list()).toEqual([floorOf(1)])
  expect(await store.verify()).toMatchObject({ ok: true, runs: 1 })
})

test('a store of the first format that is only read holds no noise, and stays as it is', async () => {
  const path = await firstFormat()
  {
    await using store = await openStore(path, { cwd: '/', readOnly: true })
    expect(await store.noise.list()).toEqual([])
  }
  expect(await verifyStore(path, { cwd: '/' })).toMatchObject({ ok: true })
  using database = new DatabaseSync(path, { readOnly: true })
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
})
