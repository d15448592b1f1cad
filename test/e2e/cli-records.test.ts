import { existsSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseRun, readRun } from '../../src/model/read.ts'
import { exportRun } from '../../src/record/index.ts'
import { fillProject, freshProject, sharedTempDir, tempDir } from '../support/folders.ts'
import { repositoryPath, runProcess } from '../support/process.ts'
import {
  commitRuns,
  documentOf,
  failureOf,
  plimsoll,
  pointBaseline,
  projectWith,
  runAt,
  runIds,
  STORE,
  withFailure,
} from './cli-project.ts'

const HOSTILE = 'a|b</script><img src=x>\n\u001B[31mred\u202Eevil'
const FIRST = runAt(0)
const SECOND = runAt(1, { slower: { 'chat command to CV': 1.5 } })

const TEXT = JSON.stringify(FIRST)
/** What it is, the text, and the code of its refusal. */
const BROKEN: readonly (readonly [string, string, string])[] = [
  ['no JSON', '{ "schema": "plimsoll/run@1", ', 'DOCUMENT_NOT_JSON'],
  ['nothing', '', 'DOCUMENT_NOT_JSON'],
  ['another document', '{ "name": "left-pad" }', 'DOCUMENT_UNKNOWN'],
  ['a newer one', TEXT.replace('run@1', 'run@2'), 'DOCUMENT_NEWER'],
  ['a missing key', JSON.stringify({ ...FIRST, results: undefined }), 'DOCUMENT_INVALID'],
  ['an unknown key', JSON.stringify({ ...FIRST, extra: 1 }), 'DOCUMENT_INVALID'],
  ['a prototype', TEXT.replace('"labels":{}', '"labels":{"__proto__":"x"}'), 'DOCUMENT_INVALID'],
  [
    'a histogram that is none',
    TEXT.replace(/"histogram":"[^"]+"/, '"histogram":"AAAA"'),
    'DOCUMENT_INVALID',
  ],
  ['arrays in arrays', '['.repeat(100_000), 'DOCUMENT_NOT_JSON'],
]

const cwd = sharedTempDir()
beforeAll(async () => {
  await fillProject(cwd, {})
  await commitRuns(cwd, [FIRST, SECOND])
  await pointBaseline(cwd, 'main', FIRST)
})

describe('export and import', () => {
  test('bring a record to another store and back, bit for bit', async () => {
    const other = await freshProject()
    const exported = await plimsoll(cwd, ['export', FIRST.id])
    expect(exported).toMatchObject({ code: 0, stderr: '', stdout: exportRun(FIRST) })
    await writeFile(join(other, 'run.json'), exported.stdout)
    const imported = await plimsoll(other, ['import', 'run.json'])
    expect(imported).toMatchObject({ code: 0, stdout: '1 run imported.\n' })
    const again = await plimsoll(other, ['export'])
    expect(again.stdout).toBe(exported.stdout)
  })

  test('--out writes a file, and says so', async () => {
    const path = await tempDir()
    const file = join(path, 'run.json')
    const [said, json] = await Promise.all([
      plimsoll(cwd, ['export', FIRST.id, '--out', file]),
      plimsoll(cwd, ['export', SECOND.id, '--out', join(path, 'b.json'), '--json']),
    ])
    expect(said).toMatchObject({ code: 0, stdout: `Run ${FIRST.id} written to ${file}.\n` })
    expect(await readFile(file, 'utf8')).toBe(exportRun(FIRST))
    expect(documentOf(json)).toEqual({ run: SECOND.id, file: join(path, 'b.json') })
  })

  test('a file that can’t be written is exit 2', async () => {
    const below = join(repositoryPath, 'package.json', 'run.json')
    const error = await failureOf(cwd, ['export', '--out', below])
    expect(error).toMatchObject({ code: 'FILE_NOT_WRITTEN', exitCode: 2 })
  })

  test('import takes standard input, several records, and the same ones again', async () => {
    const other = await freshProject()
    const input = exportRun(FIRST) + exportRun(SECOND)
    const first = await plimsoll(other, ['import', '-', '--json'], { input })
    expect(documentOf(first)).toEqual({ added: [FIRST.id, SECOND.id], existing: [] })
    const again = await plimsoll(other, ['import', '-'], { input })
    expect(again).toMatchObject({ code: 0, stdout: '0 runs imported; 2 there already.\n' })
  })

  test('import takes all files or none', async () => {
    const other = await freshProject({
      'good.json': exportRun(FIRST),
      'bad.json': JSON.stringify({ ...SECOND, results: 'none' }),
    })
    const error = await failureOf(other, ['import', 'good.json', 'bad.json'])
    expect(error).toMatchObject({ code: 'DOCUMENT_INVALID', exitCode: 2 })
    expect(error.message).toContain('bad.json')
    expect(await runIds(other)).toEqual([])
  })

  test('import refuses whatever is no record, and writes nothing', async () => {
    const other = await freshProject()
    const errors = await Promise.all(
      BROKEN.map(async ([what, input, code]) => ({
        expected: `${what}: ${code}`,
        what,
        error: await failureOf(other, ['import', '-'], { input }),
      })),
    )
    for (const { expected, what, error } of errors) {
      expect(`${what}: ${error.code}`).toBe(expected)
      expect(error.exitCode).toBe(2)
      expect(error.message).toMatch(/^standard input is /)
    }
    expect(existsSync(join(other, '.plimsoll'))).toBe(false)
  })

  test('import refuses another record under an id that is taken', async () => {
    const other = await projectWith([FIRST])
    const error = await failureOf(other, ['import', '-'], {
      input: exportRun(SECOND) + exportRun({ ...FIRST, note: 'changed' }),
    })
    expect(error).toMatchObject({ code: 'RUN_EXISTS', exitCode: 2 })
    expect(await runIds(other)).toEqual([FIRST.id])
  })

  test('a file that is not there, or is a folder, is exit 2', async () => {
    const [missing, folder] = await Promise.all([
      failureOf(cwd, ['import', 'nowhere.json']),
      failureOf(cwd, ['import', 'node_modules']),
    ])
    expect(missing).toMatchObject({ code: 'FILE_UNREADABLE', exitCode: 2 })
    expect(folder).toMatchObject({ code: 'FILE_UNREADABLE', exitCode: 2 })
  })
})

describe('report', () => {
  test('writes every format beside the baseline, and measures nothing', async () => {
    const out = await tempDir()
    const formats = ['--format', 'markdown,json,junit,csv', '--out', out]
    const result = await plimsoll(cwd, ['report', '--use-cached', '--json', ...formats])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const files = ['report.md', 'report.json', 'junit.xml', 'report.csv']
    expect(documentOf(result)).toEqual({
      run: SECOND.id,
      verdict: 'regressed',
      reports: files.map((file) => join(out, file)),
    })
    const [markdown = '', json = '', junit = '', csv = ''] = await Promise.all(
      files.map((file) => readFile(join(out, file), 'utf8')),
    )
    expect(markdown).toContain('chat command to CV')
    expect(JSON.parse(json)).toMatchObject({ schema: 'plimsoll/comparison@1' })
    expect(junit).toMatch(/^<\?xml /)
    expect(csv.split('\n')[0]).toContain('scenario')
    expect(await runIds(cwd)).toEqual([SECOND.id, FIRST.id])
  })

  test('shows a run alone where there is no baseline', async () => {
    const other = await projectWith([FIRST])
    const { code, stdout, stderr } = await plimsoll(other, ['report'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Run ${FIRST.id} complete`)
    expect(stdout).toContain('Reports:\n  .plimsoll/reports/report.md\n')
    const report = readFileSync(join(other, '.plimsoll/reports/report.json'), 'utf8')
    expect(parseRun(report)).toEqual(FIRST)
  })

  test('appends to the step summary of a CI service', async () => {
    const out = await tempDir()
    const summary = join(out, 'summary.md')
    await writeFile(summary, 'before\n')
    const env = { GITHUB_STEP_SUMMARY: summary }
    await plimsoll(cwd, ['report', FIRST.id, '--out', out], { env })
    const text = await readFile(summary, 'utf8')
    expect(text).toBe(`before\n${await readFile(join(out, 'report.md'), 'utf8')}\n`)
  })

  test('a step summary that can’t be written is told, and no failure', async () => {
    const out = await tempDir()
    const env = { GITHUB_STEP_SUMMARY: join(repositoryPath, 'package.json', 'summary.md') }
    const { code, stderr } = await plimsoll(cwd, ['report', '--out', out], { env })
    expect(code).toBe(0)
    expect(stderr).toContain("the step summary can't be written")
  })

  test('unknown formats, and folders that can’t be written: exit 2', async () => {
    const [format, folder] = await Promise.all([
      failureOf(cwd, ['report', '--format', 'pdf,csv']),
      failureOf(cwd, ['report', '--out', join(repositoryPath, 'package.json', 'reports')]),
    ])
    expect(format).toMatchObject({ code: 'UNKNOWN_FORMAT', exitCode: 2 })
    expect(format.hint).toContain('markdown, json, html, junit, csv')
    expect(folder).toMatchObject({ code: 'REPORT_NOT_WRITTEN', exitCode: 2 })
  })

  test('--list lists what there is', async () => {
    const [said, json, none] = await Promise.all([
      plimsoll(cwd, ['report', '--list']),
      plimsoll(cwd, ['report', '--list', '--json']),
      plimsoll(cwd, ['report', '--list', '--store', 'other.db']),
    ])
    expect(said.stdout.split('\n').map((line) => line.slice(0, 26))).toEqual(
      expect.arrayContaining([SECOND.id, FIRST.id]),
    )
    expect(documentOf(json)).toMatchObject([{ id: SECOND.id }, { id: FIRST.id }])
    expect(none).toMatchObject({ code: 0, stdout: 'No runs.\n' })
    expect(existsSync(join(cwd, 'other.db'))).toBe(false)
  })

  test('names with markup and escape codes are harmless in all of them', async () => {
    const scenarios = [{ name: HOSTILE, category: HOSTILE, latencyNs: 1_000 }]
    const other = await projectWith([runAt(0, { scenarios, note: HOSTILE, branch: HOSTILE })])
    const formats = ['--format', 'markdown,junit,csv', '--out', 'out']
    const report = await plimsoll(other, ['report', ...formats], { env: { FORCE_COLOR: '0' } })
    const list = await plimsoll(other, ['report', '--list'])
    expect(report.code).toBe(0)
    const written = await Promise.all(
      ['report.md', 'junit.xml'].map((file) => readFile(join(other, 'out', file), 'utf8')),
    )
    for (const text of [report.stdout, list.stdout, ...written]) {
      expect(text).not.toMatch(/[\u001B\u202E]/)
      expect(text).toContain('evil')
    }
    for (const text of written) {
      // Code spans show markup as it is.
      expect(text.replaceAll(/`[^`]*`/g, '')).not.toMatch(/<img|<\/script/)
    }
  })
})

describe('merge', () => {
  const shards = [
    runAt(0, { scenarios: [{ name: 'one', category: 'a', latencyNs: 1_000 }] }),
    runAt(1, { scenarios: [{ name: 'two', category: 'a', latencyNs: 2_000 }] }),
  ] as const
  const repeats = [runAt(2), runAt(3)] as const

  test('puts shards and repeats together, and keeps the result', async () => {
    const other = await projectWith([...shards, ...repeats])
    const merged = await plimsoll(other, ['merge', ...shards.map(({ id }) => id), '--json'])
    expect(merged.code).toBe(0)
    const sharded = readRun(documentOf(merged))
    expect(sharded.results.map(({ scenario }) => scenario.key)).toEqual(['one', 'two'])
    expect(sharded.mergedFrom).toEqual(shards.map(({ id }) => id))
    const again = await plimsoll(other, ['merge', ...repeats.map(({ id }) => id), '--json'])
    const repeated = readRun(documentOf(again))
    expect(repeated.results.map(({ launches }) => launches.length)).toEqual([10, 10, 10])
    expect(await runIds(other)).toEqual(expect.arrayContaining([sharded.id, repeated.id]))
  })

  test('refuses runs of different revisions or machines, and one that is not there', async () => {
    const older = runAt(4, { commit: '0000000000000000000000000000000000000000' })
    const elsewhere = runAt(5, { fingerprint: '2222222222222222' })
    const other = await projectWith([repeats[0], older, elsewhere])
    const [revision, machine, missing] = await Promise.all([
      failureOf(other, ['merge', repeats[0].id, older.id]),
      failureOf(other, ['merge', repeats[0].id, elsewhere.id]),
      failureOf(other, ['merge', repeats[0].id, '01ZZZZ']),
    ])
    for (const error of [revision, machine]) {
      expect(error.code).toMatch(/^MERGE_/)
      expect(error.exitCode).toBe(2)
    }
    expect(revision.message).toMatch(/revision|commit/)
    expect(missing).toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 2 })
    expect(await runIds(other)).toHaveLength(3)
  })
})

describe('store', () => {
  test('prune keeps the newest, and what baselines need', async () => {
    const runs = [runAt(0), runAt(1), runAt(2), runAt(3)] as const
    const other = await projectWith(runs, {
      'plimsoll.config.ts': 'export default { retention: { keep: 2 } }',
    })
    await pointBaseline(other, 'main', runs[0])
    const look = await plimsoll(other, ['store', 'prune', '--dry-run', '--json'])
    expect(documentOf(look)).toEqual({ removed: [runs[1].id], kept: 3, keptForBaselines: 1 })
    expect(await runIds(other)).toHaveLength(4)
    const done = await plimsoll(other, ['store', 'prune'])
    expect(done).toMatchObject({
      code: 0,
      stdout: 'Removed 1 run; 3 kept, 1 of them for baselines.\n',
    })
    expect(await runIds(other)).toEqual([runs[3].id, runs[2].id, runs[0].id])
  })

  test('prune by age; both limits must allow it; none is exit 2', async () => {
    const other = await projectWith([runAt(0), runAt(1)])
    const [byAge, both, none] = await Promise.all([
      plimsoll(other, ['store', 'prune', '--older-than', '9999d', '--dry-run', '--json']),
      plimsoll(other, [
        'store',
        'prune',
        '--keep',
        '2',
        '--older-than',
        '1ms',
        '--dry-run',
        '--json',
      ]),
      failureOf(other, ['store', 'prune']),
    ])
    expect(documentOf(byAge)).toMatchObject({ removed: [] })
    expect(documentOf(both)).toMatchObject({ removed: [] })
    expect(none).toMatchObject({ code: 'PRUNE_WITHOUT_RULE', exitCode: 2 })
  })

  test('copy takes runs and baselines along, where they were rolled back to, and twice is harmless', async () => {
    const [one, two] = [runAt(0), runAt(1)] as const
    const other = await projectWith([one, two])
    await pointBaseline(other, 'main', one)
    await plimsoll(other, ['baseline', 'set', two.id])
    await plimsoll(other, ['baseline', 'rollback'])
    const copy = ['store', 'copy', 'sqlite:copy.db']
    const said = await plimsoll(other, copy)
    expect(said.code).toBe(0)
    expect(said.stdout).toMatch(
      /^Copied 2 runs and 1 baseline from sqlite:.* to sqlite:.*copy\.db\.\n$/,
    )
    const again = await plimsoll(other, [...copy, '--json'])
    expect(documentOf(again)).toMatchObject({ runs: 2, baselines: 1 })
    const shown = await plimsoll(other, ['baseline', 'show', '--json', '--store', 'copy.db'])
    expect(documentOf(shown)).toMatchObject({ name: 'main', run: one.id })
    expect(documentOf(shown)).toHaveProperty('past.length', 2)
  })

  test('copy counts what it copied, not what was listed', async () => {
    const other = await projectWith([runAt(0), runAt(1)])
    using database = new DatabaseSync(join(other, STORE))
    // Listed, and found by no id that a user could give.
    database.exec('UPDATE run SET id = lower(id) WHERE seq = 1')
    database.close()
    const copied = await plimsoll(other, ['store', 'copy', 'sqlite:copy.db', '--json'])
    expect(documentOf(copied)).toMatchObject({ runs: 1 })
  })

  test('migrate and verify say what they found', async () => {
    const [migrated, sound, json] = await Promise.all([
      plimsoll(cwd, ['store', 'migrate', '--json']),
      plimsoll(cwd, ['store', 'verify']),
      plimsoll(cwd, ['store', 'verify', '--json']),
    ])
    expect(documentOf(migrated)).toMatchObject({ current: true })
    expect(sound.code).toBe(0)
    expect(sound.stdout).toContain('2 of 2 runs readable, 1 baseline')
    expect(documentOf(json)).toMatchObject({ ok: true, runs: 2, readable: 2, problems: [] })
  })
})

describe('what is piped', () => {
  const bin = join(repositoryPath, 'bin/plimsoll.js')
  const cli = `"${process.execPath}" --conditions=plimsoll-source "${bin}"`

  test('a reader that goes away is no error', async () => {
    const script = `${cli} export | true; echo "\${PIPESTATUS[0]}"
${cli} export | head -c 1; echo " \${PIPESTATUS[0]}"`
    const { stdout, stderr } = await runProcess('bash', ['-c', script], { cwd })
    expect({ stdout, stderr }).toEqual({ stdout: '0\n{ 0\n', stderr: '' })
  })

  test.runIf(existsSync('/dev/full'))('a full disk behind stdout is exit 2', async () => {
    const commands = ['--help', 'export', 'compare 01ZZ --json']
    const script = commands.map((command) => `${cli} ${command} > /dev/full; echo $?`).join('\n')
    const { stdout, stderr } = await runProcess('bash', ['-c', script], { cwd })
    expect(stdout).toBe('2\n2\n2\n')
    expect(stderr).toContain("plimsoll: stdout can't be written: ENOSPC")
    expect(stderr).not.toMatch(/\n +at /)
  })
})

test('a failed run is exported, reported and listed like any other', async () => {
  const failed = withFailure(runAt(0))
  const other = await projectWith([failed])
  const [exported, report] = await Promise.all([
    plimsoll(other, ['export']),
    plimsoll(other, ['report', '--format', 'junit']),
  ])
  expect(exported.stdout).toBe(exportRun(failed))
  expect(report.stdout).toContain('the decoder is gone')
})
