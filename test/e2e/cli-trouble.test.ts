import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseRun } from '../../src/model/read.ts'
import { exportRun } from '../../src/record/index.ts'
import { fillProject, freshProject, sharedTempDir } from '../support/folders.ts'
import {
  type ProcessResult,
  type RunningProcess,
  repositoryPath,
  runProcess,
  startProcess,
} from '../support/process.ts'
import {
  commitRuns,
  documentOf,
  failureOf,
  plimsoll,
  projectWith,
  QUICK,
  runAt,
  runIds,
  startPlimsoll,
  STORE,
} from './cli-project.ts'

const RUN = runAt(0)
const PERF = `import { scenario } from 'plimsoll'
let total = 0
export const add = scenario('add', { run: () => (total += 1) })
`

describe('a configuration that throws later', () => {
  test.each<[string, string]>([
    ['from a timer', `setTimeout(() => { throw new Error('too late') }, 1)`],
    ['from a promise', `void Promise.reject(new Error('too late'))`],
  ])('%s: 70, and no stack', async (_, text) => {
    const wait = 'await new Promise((resolve) => setTimeout(resolve, 60_000))'
    const cwd = await freshProject({ 'plimsoll.config.ts': `${text}\n${wait}` })
    const error = await failureOf(cwd, ['compare'])
    expect(error).toMatchObject({ code: 'THROWN_LATER', exitCode: 70 })
    expect(error.message).toContain('too late')
  })
})

describe('a store that can’t be used', () => {
  test('below a file, or a folder: exit 5', async () => {
    const cwd = await freshProject({ 'file.txt': 'text', 'folder/a.txt': '', 'a.perf.ts': PERF })
    const errors = await Promise.all([
      failureOf(cwd, ['run', '--store', 'file.txt/history.db']),
      failureOf(cwd, ['import', '-', '--store', 'folder'], { input: exportRun(RUN) }),
      failureOf(cwd, ['store', 'verify', '--store', 'nowhere.db']),
    ])
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'STORE_UNREACHABLE', exitCode: 5 })
    }
    expect(readFileSync(join(cwd, 'file.txt'), 'utf8')).toBe('text')
  })

  test('damaged, foreign or newer: exit 5 from every command, and not a byte is changed', async () => {
    const cwd = await projectWith([RUN], {
      'a.perf.ts': PERF,
      'damaged.db': 'not a database, but text',
    })
    using foreign = new DatabaseSync(join(cwd, 'foreign.db'))
    foreign.exec('CREATE TABLE songs (title TEXT)')
    await commitRuns(join(cwd, 'newer'), [RUN])
    using newer = new DatabaseSync(join(cwd, 'newer', STORE))
    newer.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)')
    newer.close()
    const stores = {
      'damaged.db': 'CORRUPT',
      'foreign.db': 'FOREIGN',
      [join('newer', STORE)]: 'NEWER',
    }
    const commands = [['run'], ['compare'], ['import', '-'], ['store', 'prune', '--keep', '1']]
    for (const [store, word] of Object.entries(stores)) {
      const before = readFileSync(join(cwd, store))
      const errors = await Promise.all(
        commands.map((command) =>
          failureOf(cwd, [...command, '--store', store], { input: exportRun(RUN) }),
        ),
      )
      for (const error of errors)
        expect(error).toMatchObject({ code: `STORE_${word}`, exitCode: 5 })
      expect(readFileSync(join(cwd, store)).equals(before)).toBe(true)
    }
  })

  test('store verify says what is damaged and what can be saved, and export saves it', async () => {
    const runs = [runAt(0), runAt(1), runAt(2)] as const
    const cwd = await projectWith(runs)
    using database = new DatabaseSync(join(cwd, STORE))
    database.exec("UPDATE document SET text = replace(text, 'mean', 'meat') WHERE run = 2")
    database.close()
    const [said, json, lost, saved] = await Promise.all([
      plimsoll(cwd, ['store', 'verify']),
      plimsoll(cwd, ['store', 'verify', '--json']),
      failureOf(cwd, ['export', runs[1].id]),
      plimsoll(cwd, ['export', runs[2].id]),
    ])
    expect([said.code, json.code]).toEqual([5, 5])
    expect(said.stdout).toContain('2 of 3 runs readable')
    expect(said.stdout).toContain('2 runs can be exported')
    expect(documentOf(json)).toMatchObject({ ok: false, savable: [runs[0].id, runs[2].id] })
    expect(lost).toMatchObject({ code: 'STORE_CORRUPT', exitCode: 5 })
    expect(saved).toMatchObject({ code: 0, stdout: exportRun(runs[2]) })
  })

  test('documents are saved even where the list of runs is gone', async () => {
    const cwd = await projectWith([RUN])
    using database = new DatabaseSync(join(cwd, STORE))
    database.exec('PRAGMA foreign_keys = OFF; DROP TABLE run')
    database.close()
    const [verified, listed, saved] = await Promise.all([
      plimsoll(cwd, ['store', 'verify', '--json']),
      failureOf(cwd, ['report', '--list']),
      plimsoll(cwd, ['export', RUN.id]),
    ])
    expect(documentOf(verified)).toMatchObject({ ok: false, savable: [RUN.id] })
    expect(listed).toMatchObject({ code: 'STORE_CORRUPT', exitCode: 5 })
    expect(saved).toMatchObject({ code: 0, stdout: exportRun(RUN) })
  })

  test('a file that is no database is verified as such', async () => {
    const cwd = await freshProject({ 'damaged.db': 'text'.repeat(100) })
    const [verified, doctor] = await Promise.all([
      plimsoll(cwd, ['store', 'verify', '--store', 'damaged.db', '--json']),
      plimsoll(cwd, ['doctor', '--store', 'damaged.db']),
    ])
    expect(verified.code).toBe(5)
    expect(documentOf(verified)).toMatchObject({ ok: false, runs: 0, savable: [] })
    expect(doctor.code).toBe(5)
    expect(doctor.stdout).toContain('✗ store: ')
  })
})

/** Holds a store's write lock until it is disposed of. */
const LOCKER = `
import { DatabaseSync } from 'node:sqlite'
const database = new DatabaseSync(process.argv[2])
database.exec('BEGIN EXCLUSIVE')
console.log('locked')
setInterval(() => {}, 1000)
`

describe('a store that another process has locked', () => {
  const [reading, measuring] = [sharedTempDir(), sharedTempDir()]
  beforeAll(async () => {
    for (const cwd of [reading, measuring]) {
      await fillProject(cwd, { 'lock.mjs': LOCKER, 'a.perf.ts': PERF })
      await commitRuns(cwd, [RUN])
    }
  })
  const lock = async (cwd: string): Promise<RunningProcess> => {
    const locker = startProcess(process.execPath, ['lock.mjs', STORE], { cwd })
    await locker.until(/locked/)
    return locker
  }

  // Side by side: both wait for a lock that does not come.
  test.concurrent('can be read; writing gives up after a while: exit 5, STORE_LOCKED', async () => {
    await using _locker = await lock(reading)
    const [read, error] = await Promise.all([
      plimsoll(reading, ['export']),
      failureOf(reading, ['import', '-'], { input: exportRun(runAt(1)) }),
    ])
    expect(read).toMatchObject({ code: 0, stdout: exportRun(RUN) })
    expect(error).toMatchObject({ code: 'STORE_LOCKED', exitCode: 5 })
  })

  test.concurrent('when a run is to be kept, the run is rescued to a file', async () => {
    const cwd = measuring
    const three = ['--launches', '3', '--time', '400', '--warm-up', '20']
    await using run = startPlimsoll(cwd, ['run', ...three])
    await run.until(/launch 1\/3/)
    await using locker = await lock(cwd)
    const { code, stderr } = await run.ended
    expect(code).toBe(5)
    expect(stderr).toContain('(STORE_LOCKED)')
    const [, file = ''] = /the run is safe in (\S+\.json)/.exec(stderr) ?? []
    const rescued = parseRun(await readFile(file, 'utf8'))
    expect(rescued.results[0]?.launches).toHaveLength(3)
    expect(await readdir(cwd)).toContain(`plimsoll-run-${rescued.id}.json`)
    await locker[Symbol.asyncDispose]()
    const imported = await plimsoll(cwd, ['import', file, '--json'])
    expect(documentOf(imported)).toEqual({ added: [rescued.id], existing: [] })
  })
})

/** A file system of its own in a namespace of its own: needs Linux, and a kernel that lets us. */
const INSIDE = ['--mount', '--map-root-user'] as const
const PROBE = 'mount -t tmpfs none /mnt'
const canMount =
  process.platform === 'linux' &&
  (await runProcess('unshare', [...INSIDE, 'sh', '-c', PROBE])).code === 0

describe.skipIf(!canMount)('on a disk of its own (where mounting is allowed)', () => {
  /** Runs a command with `disk`, inside `cwd`, mounted as said. */
  async function onDisk(
    cwd: string,
    mount: string,
    args: readonly string[],
  ): Promise<ProcessResult> {
    await mkdir(join(cwd, 'disk'), { recursive: true })
    const cli = [process.execPath, '--conditions=plimsoll-source']
    const bin = join(repositoryPath, 'bin/plimsoll.js')
    const script = `${mount} && { "$@"; code=$?; echo; echo "disk:" $(ls -A disk); exit $code; }`
    const shell = ['sh', '-c', script, 'sh', ...cli, bin, ...args]
    return runProcess('unshare', [...INSIDE, ...shell], { cwd })
  }

  const FULL =
    'mount -t tmpfs -o size=8k none disk && dd if=/dev/zero of=disk/fill bs=1k status=none 2>/dev/null; true'
  const READ_ONLY = 'mount --bind disk disk && mount -o remount,bind,ro disk'

  test('no room for a store: STORE_FULL before anything is measured', async () => {
    const cwd = await freshProject({ 'a.perf.ts': PERF })
    const { code, stdout, stderr } = await onDisk(cwd, FULL, [
      'run',
      ...QUICK,
      '--store',
      'disk/a.db',
    ])
    expect(code).toBe(5)
    expect(stdout).not.toContain('add')
    expect(stderr).toMatch(/^plimsoll: No space is left .*\(STORE_FULL\)\n {2}Free space/)
  })

  test('no room for the run: it is rescued beside the project', async () => {
    const cwd = await freshProject({ 'a.perf.ts': PERF })
    const small = 'mount -t tmpfs -o size=104k none disk'
    const { code, stderr } = await onDisk(cwd, small, ['run', ...QUICK, '--store', 'disk/a.db'])
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('(STORE_FULL)'),
    })
    expect((await readdir(cwd)).filter((name) => name.startsWith('plimsoll-run-'))).toHaveLength(1)
  })

  test('no room for reports: exit 2, no half report, the run is kept', async () => {
    const cwd = await projectWith([RUN])
    const { code, stderr } = await onDisk(cwd, FULL, ['report', '--out', 'disk'])
    expect(code).toBe(2)
    expect(stderr).toContain('(REPORT_NOT_WRITTEN)')
    expect(await runIds(cwd)).toEqual([RUN.id])
  })

  test('a disk that can’t be written to: exit 5 for the store, 2 for reports', async () => {
    const cwd = await projectWith([RUN], { 'a.perf.ts': PERF })
    const [run, report] = [
      await onDisk(cwd, READ_ONLY, ['run', ...QUICK, '--store', 'disk/a.db']),
      await onDisk(cwd, READ_ONLY, ['report', '--out', 'disk']),
    ]
    expect(run).toMatchObject({ code: 5, stdout: '\ndisk:\n' })
    expect(run.stderr).toContain('(STORE_UNREACHABLE)')
    expect(report.code).toBe(2)
    expect(report.stderr).toContain('(REPORT_NOT_WRITTEN)')
  })
})

test.runIf(process.platform === 'linux')('a folder that is gone is exit 2', async () => {
  const cwd = await freshProject({ 'gone/a.txt': '' })
  const bin = join(repositoryPath, 'bin/plimsoll.js')
  const script = `rm -r ../gone; exec "$0" --conditions=plimsoll-source "${bin}" report --list`
  const result = await runProcess('sh', ['-c', script, process.execPath], {
    cwd: join(cwd, 'gone'),
  })
  expect(result.code).toBe(2)
  expect(result.stderr).toBe(
    'plimsoll: the current folder is gone (NO_FOLDER)\n  change to one that exists\n',
  )
})

test('profiles that can’t be written are exit 2, before anything is measured', async () => {
  const cwd = await freshProject({ 'a.perf.ts': PERF, 'file.txt': '' })
  const error = await failureOf(cwd, ['run', ...QUICK, '--cpu-profile', 'file.txt/profiles'])
  expect(error).toMatchObject({ code: 'FOLDER_NOT_MADE', exitCode: 2 })
  await writeFile(join(cwd, 'file.txt'), '')
  expect(existsSync(join(cwd, STORE))).toBe(true)
  expect(await runIds(cwd)).toEqual([])
})
