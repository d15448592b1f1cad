import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { exportRun, openStore, verifyStore } from '../../src/record/index.ts'
import { SERIES_SQL } from '../../src/record/sqlite/series.ts'
import { tempDir } from '../support/folders.ts'
import { runCli, runProcess } from '../support/process.ts'
import { refusalOf } from '../support/refusal.ts'
import { StoreChild } from './children.ts'
import { runOf } from './store.ts'

/** Files that are no store, not this version's, or damaged; disks that are full or can't be written. */

const days = [1, 2, 3, 4, 5, 6, 7, 8]

/** A store of eight runs, closed. */
async function filledStore(): Promise<{ readonly path: string; readonly runs: readonly Run[] }> {
  const path = join(await tempDir(), 'runs.db')
  const runs = days.map((day) => runOf(day))
  await using store = await openStore(path, { cwd: '/' })
  await store.commitAll(runs)
  return { path, runs }
}

function edit(path: string, sql: string): void {
  using database = new DatabaseSync(path)
  database.exec(sql)
}

/** Everything in the file's folder. */
async function bytesAround(path: string): Promise<Record<string, string>> {
  const folder = join(path, '..')
  const files = (await readdir(folder)).toSorted()
  const read = files.map(async (name) => [name, await readFile(join(folder, name), 'base64')])
  return Object.fromEntries(await Promise.all(read))
}

describe('what is not a store of this version is refused, and left as it is to the byte', () => {
  const otherDatabase = async (path: string): Promise<void> =>
    edit(path, "CREATE TABLE t (a); INSERT INTO t VALUES ('theirs')")
  const newer = async (path: string): Promise<void> => {
    await using store = await openStore(path, { cwd: '/' })
    await store.commit(runOf(1))
    await store.close()
    edit(path, 'PRAGMA user_version = 99')
  }

  test.each<[string, (path: string) => Promise<void>, string, string]>([
    ['text', (path) => writeFile(path, 'hello\n'.repeat(999)), 'STORE_CORRUPT', 'store verify'],
    ['a short text', (path) => writeFile(path, 'x'), 'STORE_CORRUPT', 'store verify'],
    [
      'half a header',
      (path) => writeFile(path, 'SQLite format 3\0'),
      'STORE_CORRUPT',
      'store verify',
    ],
    ['a database of others', otherDatabase, 'STORE_FOREIGN', '--store'],
    ['a newer store', newer, 'STORE_NEWER', 'newer plimsoll'],
  ])('%s', async (_, make, code, hint) => {
    const path = join(await tempDir(), 'runs.db')
    await make(path)
    const before = await bytesAround(path)
    for (const readOnly of [false, true]) {
      const error = await refusalOf(() => openStore(path, { cwd: '/', readOnly }))
      expect(error).toMatchObject({ code, exitCode: 5, hint: expect.stringContaining(hint) })
      expect(error.message).toContain(path)
    }
    expect(await bytesAround(path)).toEqual(before)
  })

  test('a newer store whose log was not written back yet', async () => {
    const { path } = await filledStore()
    using theirs = new DatabaseSync(path)
    theirs.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99')
    const error = await refusalOf(() => openStore(path, { cwd: '/' }))
    expect(error.code).toBe('STORE_NEWER')
    expect(error.message).toContain('99')
  })

  test('verify says of text that nothing can be saved, and makes no store where none is', async () => {
    const folder = await tempDir()
    await writeFile(join(folder, 'runs.db'), 'hello')
    const report = await verifyStore('runs.db', { cwd: folder })
    expect(report).toMatchObject({ ok: false, runs: 0, savable: [] })
    expect(report.problems).toEqual(['it is not a SQLite database'])
    const error = await refusalOf(() => verifyStore('none.db', { cwd: folder }))
    expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', exitCode: 5 })
    expect(existsSync(join(folder, 'none.db'))).toBe(false)
  })
})

describe('a damaged store', () => {
  test('that lost its end is refused, and says what can be saved', async () => {
    const { path, runs } = await filledStore()
    await truncate(path, Math.floor((await stat(path)).size / 2 / 4096) * 4096)
    const before = await bytesAround(path)
    const error = await refusalOf(async () => {
      await using store = await openStore(path, { cwd: '/' })
      for (const { id } of runs) await store.load(id)
    })
    expect(error).toMatchObject({ code: 'STORE_CORRUPT', exitCode: 5 })
    expect(error.hint).toContain('store verify')
    const report = await verifyStore(path, { cwd: '/' })
    expect(report.ok).toBe(false)
    expect(report.problems.length).toBeGreaterThan(0)
    expect((await bytesAround(path))['runs.db']).toEqual(before['runs.db'])
  })

  test('with a bad page gives every other run, bit for bit', async () => {
    const { path, runs } = await filledStore()
    await overwritePageWith(path, runs[3]?.id ?? '')
    const report = await verifyStore(path, { cwd: '/' })
    expect(report).toMatchObject({ ok: false, runs: 8 })
    const lost = runs.filter(({ id }) => !report.savable.includes(id))
    expect(lost.map(({ id }) => id)).toContain(runs[3]?.id)
    expect(report.savable.length).toBeGreaterThan(4)
    await using store = await openStore(path, { cwd: '/', readOnly: true })
    for (const run of runs) {
      if (lost.includes(run)) {
        expect((await refusalOf(() => store.load(run.id))).code).toBe('STORE_CORRUPT')
      } else {
        expect(exportRun((await store.load(run.id)) ?? runOf(9))).toBe(exportRun(run))
      }
    }
  })

  test('whose documents were changed is not believed', async () => {
    const { path, runs } = await filledStore()
    edit(path, `UPDATE document SET text = replace(text, '"note":""', '"note":"x"') WHERE run = 2`)
    await using store = await openStore(path, { cwd: '/' })
    const error = await refusalOf(() => store.load(runs[1]?.id ?? ''))
    expect(error).toMatchObject({ code: 'STORE_CORRUPT', exitCode: 5 })
    const report = await store.verify()
    expect(report).toMatchObject({ ok: false, runs: 8, readable: 7 })
    expect(report.problems).toEqual(['run no. 2: its document was damaged'])
  })

  test('whose list of runs is gone still gives the documents', async () => {
    const { path, runs } = await filledStore()
    edit(path, 'PRAGMA foreign_keys = OFF; DROP TABLE run')
    await using store = await openStore(path, { cwd: '/', readOnly: true })
    expect((await store.verify()).savable).toEqual(runs.map(({ id }) => id).toSorted())
    expect(await store.load(runs[5]?.id ?? '')).toEqual(runs[5])
    expect((await refusalOf(() => store.list())).code).toBe('STORE_CORRUPT')
  })

  const HUGE_KEY = "UPDATE sqlite_sequence SET seq = 1000000000000 WHERE name = 'run'"

  test('whose next key is absurd is read to its end all the same', async () => {
    const { path, runs } = await filledStore()
    edit(
      path,
      `${HUGE_KEY}; PRAGMA foreign_keys = OFF; UPDATE document SET run = 900000000 WHERE run = 8`,
    )
    const savable = await verifiedElsewhere(path)
    expect(savable).toEqual(runs.map(({ id }) => id).toSorted())
  })

  test('whose keys can be read nowhere tells so once', async () => {
    const { path } = await filledStore()
    edit(path, `${HUGE_KEY}; PRAGMA foreign_keys = OFF; DROP TABLE run; DROP TABLE document`)
    edit(
      path,
      `CREATE TABLE other (seq INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO sqlite_sequence VALUES ('run', 1000000000000)`,
    )
    expect(await verifiedElsewhere(path)).toEqual([])
  })

  test('whose list of runs is gone gives documents behind a bad page, and those far along', async () => {
    const { path, runs } = await filledStore()
    edit(path, 'PRAGMA foreign_keys = OFF; UPDATE document SET run = run + 1000000 WHERE run > 6')
    edit(path, 'PRAGMA foreign_keys = OFF; DROP TABLE run')
    await overwritePageWith(path, runs[3]?.id ?? '')
    const savable = await verifiedElsewhere(path)
    expect(savable).not.toContain(runs[3]?.id)
    expect(savable).toEqual(expect.arrayContaining([runs[0]?.id, runs[6]?.id, runs[7]?.id]))
  })

  test('opened for reading alone refuses to be written', async () => {
    const { path } = await filledStore()
    await using store = await openStore(path, { cwd: '/', readOnly: true })
    expect(await refusalOf(() => store.commit(runOf(20)))).toMatchObject({ exitCode: 5 })
    expect(await store.list()).toHaveLength(8)
  })
})

/** What a process of its own finds savable: one that hangs can be ended there. */
async function verifiedElsewhere(path: string): Promise<unknown> {
  const result = await runCli(['store', 'verify', '--json', '--store', path], { timeoutMs: 20_000 })
  expect(result.timedOut, 'verify hangs').toBe(false)
  const report: unknown = JSON.parse(result.stdout)
  expect(report).toHaveProperty('savable')
  return Reflect.get(Object(report), 'savable')
}

/** Spoils the first page that holds the beginning of this run's document. */
async function overwritePageWith(path: string, id: string): Promise<void> {
  const at = (await readFile(path)).indexOf(`"id":"${id}"`)
  expect(at).toBeGreaterThan(0)
  await using file = await open(path, 'r+')
  await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, Math.floor(at / 4096) * 4096)
}

describe('places that can not be used', () => {
  test('a folder, or a file in place of a folder', async () => {
    const folder = await tempDir()
    await mkdir(join(folder, 'runs.db'))
    await writeFile(join(folder, 'file'), '')
    for (const path of ['runs.db', 'file/runs.db']) {
      const error = await refusalOf(() => openStore(path, { cwd: folder }))
      expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', exitCode: 5 })
      expect(error.message).toContain(join(folder, path))
      expect(error.hint).toContain('--store')
    }
  })

  test('the folder is made, and keeps itself out of version control', async () => {
    const cwd = await tempDir()
    await using store = await openStore('sqlite:.plimsoll/history.db', { cwd })
    expect(store.url).toBe(`sqlite:${join(cwd, '.plimsoll/history.db')}`)
    expect(await readFile(join(cwd, '.plimsoll/.gitignore'), 'utf8')).toBe('*\n')
  })

  test('an empty file is a new store', async () => {
    const path = join(await tempDir(), 'runs.db')
    await writeFile(path, '')
    await using store = await openStore(path, { cwd: '/' })
    expect(await store.list()).toEqual([])
  })

  test('pruning gives space back to the disk', async () => {
    const { path } = await filledStore()
    const before = (await stat(path)).size
    await using store = await openStore(path, { cwd: '/' })
    await store.prune({ keep: 1 })
    expect((await stat(path)).size).toBeLessThan(before / 2)
  })
})

/** A file system of its own in a namespace of its own: needs Linux, and a kernel that lets us. */
const inside = ['unshare', '--mount', '--map-root-user'] as const
const probe = 'mount -t tmpfs none "$1"'
const canMount =
  process.platform === 'linux' &&
  (await runProcess(inside[0], [...inside.slice(1), 'sh', '-c', probe, 'sh', '/mnt'])).code === 0

describe.skipIf(!canMount)('on a file system of its own (where mounting is allowed)', () => {
  async function fill(mount: string): Promise<{ lines: string[]; folder: string }> {
    const folder = await tempDir()
    const shell = ['sh', '-c', `${mount} && shift && exec "$@"`, 'sh', folder]
    await using child = new StoreChild(['fill', join(folder, 'runs.db')], [...inside, ...shell])
    child.go()
    await child.ended()
    return { lines: child.lines, folder }
  }

  test('a full disk: STORE_FULL, after the runs that found room', async () => {
    const { lines } = await fill('mount -t tmpfs -o size=1m none "$1"')
    expect(lines.at(-1)).toBe('STORE_FULL 5')
    expect(lines.length).toBeGreaterThan(5)
  })

  test('a disk without room for a store: STORE_FULL', async () => {
    const { lines } = await fill('mount -t tmpfs -o size=8k none "$1"')
    expect(lines).toEqual(['STORE_FULL 5'])
  })

  test('a folder that can not be written: STORE_UNREACHABLE', async () => {
    const { lines } = await fill('mount -t tmpfs -o ro none "$1"')
    expect(lines).toEqual(['STORE_UNREACHABLE 5'])
  })
})

test('the history of one scenario is found by indexes, without sorting', async () => {
  const { path } = await filledStore()
  using database = new DatabaseSync(path, { readOnly: true })
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${SERIES_SQL}`)
    .all('a', '', 'latency', 'f', 10)
    .map((row) => String(row['detail']))
  expect(plan).toEqual([
    expect.stringMatching(/^SEARCH series USING .*INDEX/),
    expect.stringMatching(/^SEARCH point USING PRIMARY KEY \(series=\?\)/),
    expect.stringMatching(/^SEARCH run USING INTEGER PRIMARY KEY/),
  ])
})
