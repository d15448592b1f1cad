import { existsSync } from 'node:fs'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LogFile, logPath, openLogFile } from '../../../../src/measure/target/log-file.ts'
import { tempDir } from '../../../support/folders.ts'
import { refusalOf } from '../../../support/refusal.ts'

test('a file holds all that was written, and begins anew', async () => {
  const folder = join(await tempDir(), 'logs')
  for (const text of ['before\n', 'one\n']) {
    const file = await openLogFile(folder, 'bot 2')
    file.write(text)
    await file.end()
  }
  const path = logPath(folder, 'bot 2')
  expect(path).toBe(join(folder, 'bot-2.log'))
  expect(await readFile(path, 'utf8')).toBe('one\n')
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('another command that begins it anew writes into a file of its own', async () => {
  const folder = await tempDir()
  const earlier = await openLogFile(folder, 'bot')
  earlier.write('earlier ')
  await expect.poll(() => readFile(logPath(folder, 'bot'), 'utf8')).toBe('earlier ')
  const later = await openLogFile(folder, 'bot')
  later.write('later')
  await later.end()
  earlier.write('goes on, and on')
  await earlier.end()
  expect(await readFile(logPath(folder, 'bot'), 'utf8')).toBe('later')
})

test('a name is no path', () => {
  expect(logPath('logs', '../bot')).toBe(join('logs', '..-bot.log'))
})

test('beyond its size, what comes is left out, and counted', async () => {
  const path = join(await tempDir(), 'bot.log')
  const file = new LogFile(path, 10)
  for (const text of ['12345678', 'abc', 'de', 'f']) file.write(text)
  await file.end()
  expect(await readFile(path, 'utf8')).toBe('12345678de\n… 4 bytes more were left out\n')
})

test('a folder that is a file', async () => {
  const folder = await tempDir()
  await mkdir(join(folder, 'bot.log'))
  const file = await openLogFile(folder, 'bot')
  file.write('lost')
  await file.end()
  const error = await refusalOf(() => openLogFile('/dev/null/logs', 'bot'))
  expect(error).toMatchObject({ code: 'FOLDER_UNWRITABLE', exitCode: 5 })
  expect(error.hint).toContain('--target-logs')
})

test.each([
  ['.plimsoll/logs', true],
  ['a/.plimsoll/logs/head', true],
  ['logs', false],
])('a new .plimsoll folder keeps %s out of version control', async (folder, isKeptOut) => {
  const cwd = await tempDir()
  await (await openLogFile(join(cwd, folder), 'bot')).end()
  const [home = 'logs'] = /^.*\.plimsoll/.exec(folder) ?? []
  expect(existsSync(join(cwd, home, '.gitignore'))).toBe(isKeptOut)
})
