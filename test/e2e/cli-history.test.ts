import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { readHistory } from '../../src/model/read.ts'
import type { History, HistorySeries } from '../../src/model/history.ts'
import type { Run } from '../../src/model/run.ts'
import { openStore } from '../../src/record/index.ts'
import { fillProject, freshProject, sharedTempDir } from '../support/folders.ts'
import { commitAt, type SampleHistory, sampleHistory } from '../support/history.ts'
import { repositoryPath } from '../support/process.ts'
import {
  commitRuns,
  documentOf,
  failureOf,
  plimsoll,
  projectWith,
  STORE,
  withFailure,
} from './cli-project.ts'

const CHAT = 'chat command to CV'
const SHIFT = 36

/** 60 runs on a machine that wanders by 5 %; from run 36 on the first scenario is a tenth slower, `validate` twice. */
const SHIFTED: SampleHistory = {
  shiftAt: SHIFT,
  shift: { [CHAT]: 1.1, [`${CHAT} > validate`]: 2 },
  wander: 0.05,
}

const runs = sampleHistory(SHIFTED)
const cwd = sharedTempDir()
beforeAll(async () => {
  await fillProject(cwd, {})
  await commitRuns(cwd, runs)
})

async function historyOf(folder: string, ...args: readonly string[]): Promise<History> {
  const result = await plimsoll(folder, ['history', ...args, '--json'])
  expect(result).toMatchObject({ code: 0, stderr: '' })
  return readHistory(documentOf(result))
}

const seriesOf = ({ environments }: History): readonly HistorySeries[] =>
  environments.flatMap(({ series }) => series)

const namesOf = (history: History): readonly string[] =>
  seriesOf(history).map(({ scenario, stage, metric }) =>
    [scenario, ...(stage === null ? [] : [stage]), metric].join(' > '),
  )

describe('a history with a shift', () => {
  test('shows the change, the runs on either side, and what did not change', async () => {
    const { code, stdout, stderr } = await plimsoll(cwd, ['history'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^2 × AMD EPYC 7763 64-Core Processor, .*\n.* · 5f3c9a1b\n/)
    expect(stdout).toContain('\n60 runs, 2026-09-01 09:30 to 2026-10-30 09:30\n')
    expect(stdout).toMatch(/\nchat command to CV +[▁-█]+│[▁-█]+ +2\.\d\d ms +\+\d+\.\d % .*\* /)
    expect(stdout).toMatch(/\n {4}▲ (9|10|11)\.\d % slower \(\+\d.*\): 2\.4\d ms → 2\.\d\d ms\n/)
    expect(stdout).toMatch(/\n {6}until 2026-10-06 09:30, main @ 0024c0f: Change 35\n/)
    expect(stdout).toMatch(/\n {6}since 2026-10-07 09:30, main @ 0025c0f: Validate commands/)
    expect(stdout).toMatch(/\n {2}validate +[▁-█]+│[▁-█]+ /)
    expect(stdout).toMatch(/\n {4}▲ .* slower \(.*\): \d+ µs → \d+ µs, at the same run\n/)
    expect(stdout).toMatch(/\ndecode audio \[format=wav\] +[▁-█]+ +8\d\.\d µs /)
    expect(stdout).toContain('* normalised by the machine’s speed')
    expect(stdout).toContain('\n3 changes of level in 3 of 4 series.\n')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout).not.toContain('\u001B')
  })

  test('in colour where that is asked for, the same text', async () => {
    const [plain, coloured] = await Promise.all([
      plimsoll(cwd, ['history'], { env: { NO_COLOR: '1' } }),
      plimsoll(cwd, ['history'], { env: { FORCE_COLOR: '1' } }),
    ])
    expect(coloured.stdout).toContain('\u001B[31m▲')
    expect(coloured.stdout.replaceAll(/\u001B\[\d+m/g, '')).toBe(plain.stdout)
  })

  test('as one document, by the published schema', async () => {
    const history = await historyOf(cwd)
    const schema = readFileSync(join(repositoryPath, 'schemas/history@1.json'), 'utf8')
    const validate = new Ajv2020({ formats: { 'date-time': true } }).compile(JSON.parse(schema))
    expect(validate(history), JSON.stringify(validate.errors)).toBe(true)
    expect(namesOf(history)).toEqual([
      `${CHAT} > latency`,
      `${CHAT} > validate > latency`,
      `${CHAT} > send > latency`,
      'decode audio [format=wav] > latency',
    ])
    const [chat] = seriesOf(history)
    expect(chat?.points).toHaveLength(60)
    expect(chat?.normalisation.applied).toBe(true)
    expect(chat?.changes).toHaveLength(1)
    expect(chat?.changes[0]).toMatchObject({
      index: SHIFT,
      last: { run: runs[SHIFT - 1]?.id, revision: { commit: commitAt(SHIFT - 1) } },
      first: { run: runs[SHIFT]?.id, revision: { commit: commitAt(SHIFT) } },
    })
    const { ratio, ratioInterval } = chat?.changes[0] ?? {}
    expect(ratio).toBeCloseTo(1.1, 1)
    expect(ratioInterval?.[0]).toBeGreaterThan(1.05)
    const [point] = chat?.points ?? []
    expect((point?.level ?? 0) * (point?.slowness ?? 0)).toBeCloseTo(point?.value ?? 0, 3)
  })

  test('narrowed by filter, stage, metric, limit and date', async () => {
    const [filtered, file, stage, metric, limited, since, commit] = await Promise.all([
      historyOf(cwd, 'DECODE'),
      historyOf(cwd, 'perf/audio'),
      historyOf(cwd, '--stage', 'valid'),
      historyOf(cwd, 'chat', '--metric', 'cpu', '--metric', 'latency'),
      historyOf(cwd, '--limit', '7'),
      historyOf(cwd, '--since', '2026-10-20'),
      historyOf(cwd, '--since', commitAt(50).slice(0, 8)),
    ])
    expect(namesOf(filtered)).toEqual(['decode audio [format=wav] > latency'])
    expect(namesOf(file)).toEqual(namesOf(filtered))
    expect(namesOf(stage)).toEqual([`${CHAT} > validate > latency`])
    expect(new Set(namesOf(metric))).toContain(`${CHAT} > cpu`)
    expect(namesOf(metric)).toHaveLength(4)
    expect(seriesOf(limited).map(({ points }) => points.at(0)?.run)).toEqual(
      Array.from({ length: 4 }, () => runs[53]?.id),
    )
    expect(seriesOf(since)[0]?.points.map(({ run }) => run)).toEqual(
      runs.slice(49).map(({ id }) => id),
    )
    expect(seriesOf(commit)[0]?.points).toHaveLength(10)
    expect(commit.query.since).toBe(runs[50]?.startedAt)
  })

  test('of another statistic', async () => {
    const { stdout } = await plimsoll(cwd, ['history', 'decode', '--statistic', 'p95'])
    expect(stdout).toContain(' p95 now ')
    expect(stdout).toContain('decode audio')
  })
})

/** Small runs: what they hold does not matter. */
const few = (options: SampleHistory): readonly Run[] =>
  sampleHistory({ launches: 1, samples: 20, shiftAt: 999, ...options })

describe('which runs', () => {
  test('environments are never mixed', async () => {
    const other = few({
      seed: 2,
      runs: 20,
      fingerprint: 'a1b2c3d4e5f60718',
      from: '2026-12-01T00:00:00.000Z',
    })
    const folder = await projectWith([...few({ runs: 20 }), ...other])
    const history = await historyOf(folder, 'decode')
    expect(history.environments.map(({ fingerprint }) => fingerprint)).toEqual([
      'a1b2c3d4e5f60718',
      '5f3c9a1be07d4c22',
    ])
    expect(seriesOf(history).map(({ points }) => points.length)).toEqual([20, 20])
    const { stdout } = await plimsoll(folder, ['history', 'decode'])
    expect(stdout).toContain(' · a1b2c3d4\n')
    expect(stdout).toContain('2 environments, shown apart')
  })

  test('interrupted, invalid and failed ones are left out, and counted', async () => {
    const [first, second, third, ...others] = few({ runs: 8 })
    if (first === undefined || second === undefined || third === undefined) throw new Error('runs')
    const folder = await projectWith([
      { ...first, status: 'aborted' },
      { ...second, status: 'invalid' },
      withFailure(third),
      ...others,
    ])
    const history = await historyOf(folder)
    expect(history.leftOut).toEqual({ aborted: 1, invalid: 1, failed: 1, merged: 0 })
    const counts = seriesOf(history).map(({ scenario, points }) => [scenario, points.length])
    expect(counts).toContainEqual(['decode audio [format=wav]', 5])
    expect(counts).toContainEqual([CHAT, 6])
    const { stdout } = await plimsoll(folder, ['history'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Left out: 1 interrupted run, 1 invalid run, what failed in 1 run.',
    )
  })

  test('several runs of one commit are all points, and a change between them is not the code’s', async () => {
    const [one] = few({ runs: 1 })
    const shifted = sampleHistory({ ...SHIFTED, runs: 40, shiftAt: 20 })
    const folder = await projectWith(
      shifted.map((run) => ({ ...run, revision: one?.revision ?? null })),
    )
    const { stdout } = await plimsoll(folder, ['history', 'chat'])
    expect(stdout).toContain('The same commit on both sides: not the code')
  })

  test('a merged run does not count twice', async () => {
    const folder = await projectWith(few({ runs: 3 }).map((run) => ({ ...run, revision: null })))
    await using store = await openStore(STORE, { cwd: folder })
    const ids = (await store.list()).map(({ id }) => id)
    expect(await plimsoll(folder, ['merge', ...ids.slice(0, 2)])).toMatchObject({ code: 0 })
    const history = await historyOf(folder, 'decode')
    expect(history.leftOut.merged).toBe(1)
    expect(seriesOf(history)[0]?.points).toHaveLength(3)
  })

  test('of another kind are no part of a benchmark’s series', async () => {
    const measured = few({ runs: 4 })
    const kinds = measured.map((run, index) =>
      index === 1 ? { ...run, kind: 'noise' as const } : run,
    )
    const history = await historyOf(await projectWith(kinds), 'decode')
    expect(seriesOf(history)[0]?.points.map(({ run }) => run)).toEqual(
      [0, 2, 3].map((index) => measured[index]?.id),
    )
  })

  test('of one branch', async () => {
    const branch = few({ seed: 3, runs: 5, branch: 'faster-mel' })
    const folder = await projectWith([...few({ runs: 9 }), ...branch])
    const [all, one] = await Promise.all([
      plimsoll(folder, ['history', 'decode']),
      historyOf(folder, 'decode', '--branch', 'faster-mel'),
    ])
    expect(all.stdout).toContain('of branches main, faster-mel')
    expect(seriesOf(one)[0]?.points.map(({ run }) => run)).toEqual(branch.map(({ id }) => id))
  })

  test('only few say so', async () => {
    const folder = await projectWith(few({ runs: 2 }))
    const { code, stdout } = await plimsoll(folder, ['history', 'decode'])
    expect(code).toBe(0)
    expect(stdout).toContain('No change of level in 1 series.')
    expect(stdout).toContain('too few to show a change')
  })
})

describe('what can’t be shown', () => {
  test('no run at all is what other commands say', async () => {
    const error = await failureOf(await freshProject(), ['history'])
    expect(error).toMatchObject({ code: 'NO_RUNS', exitCode: 2 })
  })

  test('only interrupted runs are no history', async () => {
    const folder = await projectWith(few({ runs: 2 }).map((run) => ({ ...run, status: 'aborted' })))
    expect(await failureOf(folder, ['history'])).toMatchObject({ code: 'NO_HISTORY', exitCode: 3 })
  })

  test.each([
    [['decoed'], 'NO_SCENARIO_MATCHES', 'filter'],
    [['--stage', 'vaildate'], 'NO_STAGE_MATCHES', 'near it: validate'],
    [['--metric', 'latencie'], 'METRIC_UNKNOWN', 'near it: latency'],
    [['--statistic', 'p98'], 'STATISTIC_UNKNOWN', 'p50, p95, p99, mean'],
    [['--branch', 'mian'], 'BRANCH_UNKNOWN', 'near it: main'],
    [['--since', 'tomorrow'], 'SINCE_UNKNOWN', 'an age (30d)'],
    [['--since', '2026-13-45'], 'SINCE_UNKNOWN', 'a date'],
    [['--limit', '0'], 'LIMIT_INVALID', 'whole number'],
    [['--limit', '1e3'], 'LIMIT_INVALID', 'whole number'],
  ])('%j is exit 2', async (args, code, hint) => {
    const error = await failureOf(cwd, ['history', ...args])
    expect(error).toMatchObject({ code, exitCode: 2 })
    expect(error.hint).toContain(hint)
  })

  test('a statistic that no run has is exit 3', async () => {
    const error = await failureOf(cwd, ['history', '--statistic', 'p99'])
    expect(error).toMatchObject({ code: 'NO_HISTORY', exitCode: 3 })
    expect(error.message).toContain('has a p99')
  })
})
