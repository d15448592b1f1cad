import { existsSync } from 'node:fs'
import { readdir, readFile, watch, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readComparison, readRun } from '../../src/model/read.ts'
import type { Run } from '../../src/model/run.ts'
import { fillProject, freshProject, sharedTempDir } from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import {
  documentOf,
  failureOf,
  plimsoll,
  QUICK,
  runIds,
  startPlimsoll,
  STORE,
} from './cli-project.ts'

/** As many additions as `WORK` says. */
const PERF = `import { scenario } from 'plimsoll'
let total = 0
const add = (count: number): number => {
  for (let index = 0; index < count; index++) total += Math.sqrt(index + total)
  return total
}
export const sum = scenario('sum', {
  category: 'arithmetic',
  run: ({ stage }) => stage('add', () => add(Number(process.env.WORK ?? 2_000))),
})
`
const THROWS = `import { scenario } from 'plimsoll'
export const broken = scenario('broken', {
  run: () => { throw new Error('no \\u001b[31mdatabase') },
})
`
const OVER_BUDGET = `import { scenario } from 'plimsoll'
export const slow = scenario('slow', {
  budget: { p50Ns: 1 },
  run: () => new Promise((resolve) => setTimeout(resolve, 1)),
})
`

/** `hang()` leaves a file `hanging` behind, and never resolves. */
const HANGS = `import { writeFileSync } from 'node:fs'
import { scenario } from 'plimsoll'
const hang = () => new Promise((resolve) => {
  writeFileSync('hanging', '')
  setTimeout(resolve, 60_000)
})
`

describe('run', () => {
  const cwd = sharedTempDir()
  let result: ProcessResult
  let run: Run
  beforeAll(async () => {
    await fillProject(cwd, { 'perf/sum.perf.ts': PERF, 'perf/broken.perf.ts': THROWS })
    const about = ['--note', 'for the record', '--label', 'a=1', '--label', 'b=2', '--seed', '7']
    result = await plimsoll(cwd, ['run', 'sum', ...QUICK, ...about, '--cpu-profile', '--json'])
    run = readRun(documentOf(result), 'stdout')
  })

  test('prints one valid record, with what was asked for in it', () => {
    expect(result.code).toBe(0)
    expect(run).toMatchObject({
      status: 'complete',
      seed: 7,
      note: 'for the record',
      labels: { a: '1', b: '2' },
      revision: null,
    })
    expect(run.results.map(({ scenario }) => scenario.key)).toEqual(['sum'])
    expect(run.results[0]).toMatchObject({ status: 'ok', profile: { launches: 2, timeMs: 20 } })
    expect(run.results[0]?.stages.map(({ name }) => name)).toEqual(['add'])
  })

  test('shows progress on stderr, a line for each launch, without colour', () => {
    expect(result.stderr).toMatch(/^\[1\/2\] .*sum +launch 1\/2 .*\n\[2\/2\] .*sum +launch 2\/2 /)
    expect(result.stderr).not.toContain('\u001B')
  })

  test('records the very document that it prints', async () => {
    expect(await runIds(cwd)).toEqual([run.id])
    const exported = await plimsoll(cwd, ['export'])
    expect(documentOf(exported)).toEqual(documentOf(result))
  })

  test('writes a profile for each scenario', async () => {
    const profiles = await readdir(join(cwd, '.plimsoll', 'profiles'))
    expect(profiles).toHaveLength(1)
    expect(profiles[0]).toMatch(/sum.*\.cpuprofile$/)
  })

  test('in words fits 80 columns, and --quiet shows no progress', async () => {
    const { code, stdout, stderr } = await plimsoll(cwd, ['run', 'sum', ...QUICK, '--quiet'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^arithmetic\n {2}sum +[\d.,]+ [nµm]s /m)
    expect(stdout).toMatch(/^Run \w{26} complete: 1 scenario, 2 launches each/m)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

describe('exit codes', () => {
  test('a failed scenario fails alone, and outweighs a broken budget: 4', async () => {
    const cwd = await freshProject({
      'sum.perf.ts': PERF,
      'broken.perf.ts': THROWS,
      'slow.perf.ts': OVER_BUDGET,
    })
    const result = await plimsoll(cwd, ['run', ...QUICK])
    expect(result.code).toBe(4)
    expect(result.stdout).toContain('✗ broken')
    expect(result.stdout).toMatch(/sum +[\d.]+ [nµm]s/)
    expect(result.stdout + result.stderr).toContain('database (at broken.perf.ts:3:')
    expect(result.stdout + result.stderr).not.toContain('\u001B')
    const exported = await plimsoll(cwd, ['export'])
    const run = readRun(documentOf(exported))
    expect(run.status).toBe('failed')
    expect(run.budgets.map(({ verdict }) => verdict)).toEqual(['broken'])
  })

  test('a broken budget alone: 1', async () => {
    const cwd = await freshProject({ 'slow.perf.ts': OVER_BUDGET })
    const { code, stdout } = await plimsoll(cwd, ['run', ...QUICK])
    expect(code).toBe(1)
    expect(stdout).toMatch(/Budgets:.*broken/s)
  })

  test('interrupted: 130; what was measured is kept as aborted, and is no baseline', async () => {
    const cwd = await freshProject({ 'sum.perf.ts': PERF })
    const args = ['run', '--launches', '50', '--time', '100', '--warm-up', '20', '--json']
    await using running = startPlimsoll(cwd, args)
    await running.until(/launch 2\/50/)
    running.killGroup('SIGINT')
    const result = await running.ended
    expect(result.code).toBe(130)
    expect(result.stderr).toContain('plimsoll: interrupted; keeping what was measured')
    const run = readRun(documentOf(result))
    expect(run.status).toBe('aborted')
    expect(run.results[0]?.launches.length).toBeGreaterThanOrEqual(1)
    expect(await runIds(cwd)).toEqual([run.id])
    const error = await failureOf(cwd, ['baseline', 'set'])
    expect(error).toMatchObject({ code: 'RUN_NOT_BASELINE', exitCode: 2 })
  })

  test.each<[string, string]>([
    [
      'while perf files are loaded',
      'await hang()\nexport const a = scenario("a", { run: () => 1 })',
    ],
    ['while the first is set up', 'export const a = scenario("a", { setup: hang, run: () => 1 })'],
  ])('interrupted %s: 130, and nothing is recorded', async (_, text) => {
    const cwd = await freshProject({ 'hangs.perf.ts': `${HANGS}${text}\n` })
    const events = watch(cwd)
    await using running = startPlimsoll(cwd, ['run', ...QUICK, '--json'])
    for await (const { filename } of events) if (filename === 'hanging') break
    running.killGroup('SIGINT')
    const result = await running.ended
    expect(result.code).toBe(130)
    expect(documentOf(result)).toMatchObject({ error: { exitCode: 130 } })
    expect(await runIds(cwd)).toEqual([])
  })

  test.each<[string, string]>([
    ['waits', 'await new Promise((resolve) => setTimeout(resolve, 60_000))'],
    ['is busy', 'for (;;);'],
  ])('a command that keeps nothing ends at once when it is interrupted and %s', async (_, text) => {
    const cwd = await freshProject({ 'plimsoll.config.ts': `console.error('loading'); ${text}` })
    await using running = startPlimsoll(cwd, ['compare'])
    await running.until(/loading/)
    running.killGroup('SIGINT')
    // Shells make 130 of it.
    expect(await running.ended).toMatchObject({ signal: 'SIGINT', timedOut: false, stdout: '' })
  })
})

describe('check', () => {
  const cwd = sharedTempDir()
  // A hundred times the work is found by few and short launches, however busy the machine.
  const THREE = ['--launches', '3', '--time', '40', '--warm-up', '40', '--confidence', '0.8']
  const check = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProcessResult> => plimsoll(cwd, ['check', ...THREE, ...args], { env })
  beforeAll(() => fillProject(cwd, { 'perf/sum.perf.ts': PERF }))

  test('without a baseline shows and records the run, writes reports, and is exit 3', async () => {
    const { code, stdout, stderr } = await check([])
    expect(code).toBe(3)
    expect(stdout).toMatch(/ {2}sum +[\d.,]+ [nµm]s /)
    expect(stdout).toContain('Reports:\n  .plimsoll/reports/report.md\n')
    expect(stderr).toContain('(NO_BASELINE)\n  set one from a run that you trust')
    expect(await runIds(cwd)).toHaveLength(1)
    expect(existsSync(join(cwd, '.plimsoll/reports/report.md'))).toBe(true)
  })

  test('measures, compares, and writes reports and the step summary; a regression is exit 1', async () => {
    expect(await plimsoll(cwd, ['baseline', 'set'])).toMatchObject({ code: 0 })
    const summary = join(cwd, 'summary.md')
    const result = await check(['--format', 'markdown,junit', '--out', 'reports', '--json'], {
      WORK: '200000',
      GITHUB_STEP_SUMMARY: summary,
    })
    const comparison = readComparison(documentOf(result))
    expect(result.code).toBe(1)
    expect(comparison.scenarios.map(({ key, verdict }) => `${key} ${verdict}`)).toEqual([
      'sum regressed',
    ])
    expect(comparison.exitCode).toBe(1)
    // There is no repository to check the baseline's code out of.
    expect(comparison).toMatchObject({ method: 'stored' })
    expect(comparison.notes.join()).toContain('Not settled by a duet')
    expect((await readdir(join(cwd, 'reports'))).toSorted()).toEqual(['junit.xml', 'report.md'])
    expect(await readFile(summary, 'utf8')).toContain('regressed')
    expect(await runIds(cwd)).toHaveLength(2)
  })

  test('a failed scenario outweighs a regression: 4', async () => {
    await writeFile(join(cwd, 'perf/broken.perf.ts'), THROWS)
    const result = await check(['--json'], { WORK: '200000' })
    const comparison = readComparison(documentOf(result))
    expect(comparison.scenarios.find(({ key }) => key === 'sum')?.verdict).toBe('regressed')
    expect(result.code).toBe(4)
  })

  test('a failed scenario outweighs a missing baseline: 4, and the document says so', async () => {
    const other = await freshProject({ 'perf/broken.perf.ts': THROWS })
    const error = await failureOf(other, ['check', ...QUICK])
    expect(error).toMatchObject({ code: 'NO_BASELINE', exitCode: 4 })
  })

  test('reports that can’t be written: exit 2, and the verdict is shown all the same', async () => {
    const { code, stdout, stderr } = await check(['sum', '--out', 'package.json/reports'])
    expect(code).toBe(2)
    expect(stdout).toContain('Judged against a stored run')
    expect(stderr).toContain('(REPORT_NOT_WRITTEN)')
  })

  test('refuses before it measures what can’t come out well', async () => {
    const before = await runIds(cwd)
    const [format, baseline] = await Promise.all([
      failureOf(cwd, ['check', '--format', 'pdf']),
      failureOf(cwd, ['check', '--baseline', 'nowhere']),
    ])
    expect(format).toMatchObject({ code: 'UNKNOWN_FORMAT', exitCode: 2 })
    expect(baseline).toMatchObject({ code: 'BASELINE_NOT_FOUND', exitCode: 2 })
    expect(await runIds(cwd)).toEqual(before)
  })
})

describe('retention', () => {
  test('prunes by itself after a run, and keeps the baseline', async () => {
    const cwd = await freshProject({
      'sum.perf.ts': PERF,
      'plimsoll.config.ts': 'export default { retention: { keep: 1 } }',
    })
    const run = async (): Promise<string> => {
      const result = await plimsoll(cwd, [
        'run',
        '--launches',
        '1',
        '--time',
        '5',
        '--warm-up',
        '0',
        '--json',
      ])
      return readRun(documentOf(result)).id
    }
    const first = await run()
    await plimsoll(cwd, ['baseline', 'set'])
    await run()
    const last = await run()
    expect(await runIds(cwd)).toEqual([last, first])
    expect(existsSync(join(cwd, STORE))).toBe(true)
  })
})
