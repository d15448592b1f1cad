import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readComparison } from '../../src/model/read.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import type { Run } from '../../src/model/run.ts'
import { fillProject, sharedTempDir } from '../support/folders.ts'
import { SAMPLE_SCENARIOS } from '../support/runs.ts'
import {
  commitRuns,
  documentOf,
  failureOf,
  plimsoll,
  pointBaseline,
  projectWith,
  runAt,
  STORE,
  withFailure,
} from './cli-project.ts'

const [FIRST = '', SECOND = ''] = SAMPLE_SCENARIOS.map(({ name }) => name)
const slower = (factor: number): Record<string, number> => ({ [FIRST]: factor, [SECOND]: factor })

/** A limit relative to the baseline: half of one percent. */
const limited = (run: Run): Run => ({
  ...run,
  results: run.results.map((result) => ({ ...result, budget: { p50Percent: 0.5 } })),
})

const BASELINE = runAt(0, { launchSpread: 0.002 })
const RUNS = {
  unchanged: runAt(1, { launchSpread: 0.002 }),
  regressed: runAt(2, { slower: slower(1.5) }),
  improved: runAt(3, { slower: slower(0.6) }),
  noisy: runAt(4, { launchSpread: 0.4 }),
  elsewhere: runAt(5, { fingerprint: '1111111111111111' }),
  failed: withFailure(runAt(6, { slower: slower(1.5) })),
  reshaped: runAt(7, {
    launchSpread: 0.002,
    scenarios: [
      ...SAMPLE_SCENARIOS.slice(1),
      { name: 'brand new', category: 'parsing', latencyNs: 5_000_000 },
    ],
  }),
  overBudget: limited(runAt(8, { slower: slower(1.03), launchSpread: 0.002 })),
} as const

const cwd = sharedTempDir()
beforeAll(async () => {
  await fillProject(cwd, {})
  await commitRuns(cwd, [BASELINE, ...Object.values(RUNS)])
  await pointBaseline(cwd, 'main', BASELINE)
})

interface Judged {
  readonly code: number | null
  readonly comparison: Comparison
  readonly verdicts: Readonly<Record<string, string>>
}

/** `compare RUN --json …`, its document checked by its schema. */
async function judge(run: Run, ...flags: readonly string[]): Promise<Judged> {
  const result = await plimsoll(cwd, ['compare', run.id, '--json', ...flags])
  const comparison = readComparison(documentOf(result), 'stdout')
  const verdicts = comparison.scenarios.map(({ key, verdict }) => [key, verdict])
  expect(comparison.exitCode).toBe(result.code)
  return { code: result.code, comparison, verdicts: Object.fromEntries(verdicts) }
}

describe('compare', () => {
  test('unchanged passes', async () => {
    const { code, comparison } = await judge(RUNS.unchanged)
    expect({ code, verdict: comparison.verdict }).toEqual({ code: 0, verdict: 'unchanged' })
    expect(comparison.baseline).toMatchObject({ name: 'main', run: BASELINE.id })
    expect(comparison.current.run).toBe(RUNS.unchanged.id)
  })

  test('regressed is exit 1, and says which scenario and by how much', async () => {
    const { code, comparison, verdicts } = await judge(RUNS.regressed)
    expect({ code, verdict: comparison.verdict }).toEqual({ code: 1, verdict: 'regressed' })
    expect(verdicts).toMatchObject({ [FIRST]: 'regressed', [SECOND]: 'regressed' })
    expect(comparison.scenarios[0]?.ratio).toBeCloseTo(1.5, 1)
  })

  test('improved passes', async () => {
    const { code, comparison, verdicts } = await judge(RUNS.improved)
    expect(code).toBe(0)
    expect(verdicts).toMatchObject({ [FIRST]: 'improved', [SECOND]: 'improved' })
    expect(comparison.verdict).not.toBe('regressed')
  })

  test('inconclusive passes, and with --strict is exit 3', async () => {
    const [usual, strict] = await Promise.all([judge(RUNS.noisy), judge(RUNS.noisy, '--strict')])
    expect(usual).toMatchObject({ code: 0, comparison: { verdict: 'inconclusive' } })
    expect(strict).toMatchObject({ code: 3, comparison: { verdict: 'inconclusive' } })
  })

  test('runs of different machines are not compared: exit 3', async () => {
    const { code, comparison, verdicts } = await judge(RUNS.elsewhere)
    expect(code).toBe(3)
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['not-comparable']))
    expect(comparison.scenarios[0]?.reason).toContain('different machines')
  })

  test('what came and went is shown, and not judged', async () => {
    const { code, verdicts } = await judge(RUNS.reshaped)
    expect(code).toBe(0)
    expect(verdicts).toMatchObject({ [FIRST]: 'removed', 'brand new': 'added' })
  })

  test('a failed scenario outweighs a regression: exit 4', async () => {
    const { code, verdicts } = await judge(RUNS.failed)
    expect(verdicts).toMatchObject({ [FIRST]: 'regressed' })
    expect(code).toBe(4)
  })

  test('--threshold is a hard cap on the p95, whatever the baseline', async () => {
    const [below, above] = await Promise.all([
      judge(RUNS.unchanged, '--threshold', '50'),
      judge(RUNS.unchanged, '--threshold=1'),
    ])
    expect(below.code).toBe(0)
    expect(above.code).toBe(1)
    expect(above.comparison.rule.thresholdMs).toBe(1)
    expect(above.verdicts).toMatchObject({ [FIRST]: 'regressed', [SECOND]: 'unchanged' })
  })

  test('--tolerance says what is never called', async () => {
    const { code, comparison } = await judge(RUNS.regressed, '--tolerance=80')
    expect(comparison.rule.tolerancePercent).toBe(80)
    expect(code).toBe(0)
  })

  test('budgets relative to the baseline are judged: exit 1', async () => {
    const { code, comparison } = await judge(RUNS.overBudget)
    expect(code).toBe(1)
    expect(comparison.budgets).toContainEqual(
      expect.objectContaining({ scenario: FIRST, statistic: 'p50', unit: 'percent', limit: 0.5 }),
    )
    expect(comparison.budgets.map(({ verdict }) => verdict)).toContain('broken')
  })

  test('--only looks at a part', async () => {
    const { comparison, verdicts } = await judge(
      RUNS.regressed,
      '--only',
      'decode',
      '--only',
      'xyz',
    )
    expect(Object.keys(verdicts)).toEqual(['decode audio [format=wav]'])
    expect(comparison.verdict).not.toBe('regressed')
  })

  test('judges the latest run when none is named, by the beginning of an id when it is enough', async () => {
    const [latest, byPrefix] = await Promise.all([
      plimsoll(cwd, ['compare', '--json', '--use-cached']),
      plimsoll(cwd, ['compare', RUNS.improved.id.slice(0, 18).toLowerCase(), '--json']),
    ])
    expect(documentOf(latest)).toMatchObject({ current: { run: RUNS.overBudget.id } })
    expect(documentOf(byPrefix)).toMatchObject({ current: { run: RUNS.improved.id } })
  })

  test('a run may be named as the baseline', async () => {
    const { code, comparison } = await judge(RUNS.unchanged, '--baseline', RUNS.regressed.id)
    expect(comparison.baseline).toMatchObject({ name: RUNS.regressed.id, run: RUNS.regressed.id })
    expect(code).toBe(0)
  })

  test('writes nothing', async () => {
    const before = readFileSync(join(cwd, STORE))
    await judge(RUNS.regressed)
    expect(readFileSync(join(cwd, STORE)).equals(before)).toBe(true)
  })
})

describe('what compare prints', () => {
  test('names the verdict in words, fits 80 columns, and has no colour where it is piped', async () => {
    const { code, stdout, stderr } = await plimsoll(cwd, ['compare', RUNS.regressed.id])
    expect(code).toBe(1)
    expect(stdout).toMatch(/regressed: 2 regressed/)
    expect(stdout).toContain(FIRST)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout + stderr).not.toContain('\u001B')
    expect(stderr).toBe("baseline 'main', of this branch\n")
  })

  test('--quiet leaves the result alone; the environment may ask for colour or none', async () => {
    const compare = ['compare', RUNS.regressed.id]
    const [loud, quiet, colored, plain] = await Promise.all([
      plimsoll(cwd, compare),
      plimsoll(cwd, [...compare, '--quiet']),
      plimsoll(cwd, compare, { env: { FORCE_COLOR: '1' } }),
      plimsoll(cwd, compare, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }),
    ])
    expect(quiet).toMatchObject({ code: 1, stderr: '', stdout: loud.stdout })
    expect(colored.stdout).toContain('\u001B[31m')
    expect(plain.stdout).toBe(loud.stdout)
  })

  test('--verbose lists unchanged scenarios too', async () => {
    const compare = ['compare', RUNS.unchanged.id]
    const [short, long] = await Promise.all([
      plimsoll(cwd, compare),
      plimsoll(cwd, [...compare, '--verbose']),
    ])
    expect(long.stdout.length).toBeGreaterThan(short.stdout.length)
    expect(long.stdout).toContain(FIRST)
  })
})

describe('what is not there', () => {
  test('a run, an ambiguous run, a baseline: exit 2', async () => {
    const [run, ambiguous, baseline] = await Promise.all([
      failureOf(cwd, ['compare', '01ZZZZ']),
      failureOf(cwd, ['compare', '01']),
      failureOf(cwd, ['compare', '--baseline', 'release-9']),
    ])
    expect(run).toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 2 })
    expect(run.message).toContain('01ZZZZ')
    expect(ambiguous).toMatchObject({ code: 'RUN_AMBIGUOUS', exitCode: 2 })
    expect(ambiguous.message).toContain(BASELINE.id)
    expect(baseline).toMatchObject({ code: 'BASELINE_NOT_FOUND', exitCode: 2 })
    expect(baseline.hint).toContain('there are: main')
  })

  test('no baseline at all: exit 3', async () => {
    const path = await projectWith([BASELINE])
    const error = await failureOf(path, ['compare'])
    expect(error).toMatchObject({ code: 'NO_BASELINE', exitCode: 3 })
    expect(error.hint).toContain('plimsoll baseline set')
  })

  test('no run at all: exit 2, and asking makes no store', async () => {
    const path = await projectWith([])
    const error = await failureOf(path, ['compare', '--store', 'other.db'])
    expect(error).toMatchObject({ code: 'NO_RUNS', exitCode: 2 })
    expect(error.message).toContain('other.db')
    expect(() => readFileSync(join(path, 'other.db'))).toThrow('ENOENT')
  })
})
