import { expect, test } from 'vitest'
import { openStore } from '../../src/record/index.ts'
import { tempDir } from '../support/folders.ts'
import { describeStore, runOf } from './store.ts'

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
