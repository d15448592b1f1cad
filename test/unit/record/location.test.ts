import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { storeLocation } from '../../../src/record/location.ts'
import { refusalOf } from '../../support/refusal.ts'

const cwd = resolve('/project')

test.each([
  ['sqlite:.plimsoll/history.db', resolve(cwd, '.plimsoll/history.db')],
  ['SQLite:runs.db', resolve(cwd, 'runs.db')],
  ['sqlite:/var/runs.db', resolve('/var/runs.db')],
  ['sqlite:///var/runs.db', resolve('/var/runs.db')],
  ['runs.db', resolve(cwd, 'runs.db')],
  ['../runs.db', resolve('/runs.db')],
  ['sqlite:with space and ü.db', resolve(cwd, 'with space and ü.db')],
  ['sqlite::memory:', ':memory:'],
])('%s', (url, path) => {
  expect(storeLocation(url, cwd)).toEqual({ kind: 'sqlite', path })
})

test.each([
  ['', 'names no file'],
  ['sqlite:', 'names no file'],
  ['a\0b', 'names no file'],
  ['mysql://localhost/runs', 'knows no "mysql" stores'],
  ['file:///runs.db', 'knows no "file" stores'],
  ['postgres://me:hunter2@db/runs', 'not available in this version'],
  ['postgresql://db/runs', 'not available in this version'],
])('%s is refused', async (url, why) => {
  const error = await refusalOf(() => storeLocation(url, cwd))
  expect(error).toMatchObject({ code: 'STORE_URL', exitCode: 2 })
  expect(error.message).toContain(why)
  expect(error.message).not.toContain('hunter2')
  expect(error.hint).toContain('sqlite:PATH')
})
