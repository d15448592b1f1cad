import { expect, test } from 'vitest'
import { ns } from '../../src/kernel/units.ts'
import type { MeasureEvent } from '../../src/model/plan.ts'
import {
  createProgress,
  renderBaselines,
  renderDoctor,
  renderHistory,
  renderNoise,
  renderPruneReport,
  renderSettings,
  renderStoreReport,
} from '../../src/show/index.ts'
import { completeRun, plan, result } from './fixtures.ts'
import { expectGolden } from './golden.ts'
import { history, shortHistory } from './history.ts'
import { noise } from './noise.ts'

const options = { width: 80, color: false }

test('baselines', () => {
  const list = [
    {
      name: 'main',
      version: 3,
      run: '01KJMZ0V2R8Q4T6W9XBDFHKMNP',
      setAt: '2026-03-01T09:16:12.400Z',
      reason: 'The new resampler is slower and sounds better, as agreed',
    },
    {
      name: 'release/2.x',
      version: 1,
      run: '01KJK7E4N1C3G5J7M9PRTVXZ02',
      setAt: '2026-02-11T17:40:00.000Z',
      reason: '',
    },
  ]
  expectGolden('baselines.txt', renderBaselines(list, options) + renderBaselines([], options))
})

test('history', () => {
  expectGolden('history.80.txt', renderHistory(history, options))
  expectGolden('history.60.txt', renderHistory(history, { ...options, width: 60 }))
  expectGolden('history.color.txt', renderHistory(history, { ...options, color: true }))
  expectGolden('history.verbose.txt', renderHistory(history, { ...options, verbose: true }))
})

test('a history in which nothing happened', () => {
  expectGolden('history-short.txt', renderHistory(shortHistory, options))
})

test('noise', () => {
  const [first] = noise.floors
  const one = { ...noise, floors: first === undefined ? [] : [first], unmeasured: [], notes: [] }
  expectGolden(
    'noise.txt',
    [
      renderNoise(noise, options),
      renderNoise(one, { ...options, width: 60 }),
      renderNoise({ ...one, status: 'aborted', floors: [] }, options),
    ].join('\n'),
  )
})

test('store', () => {
  const sound = {
    url: 'sqlite:.plimsoll/history.db',
    ok: true,
    runs: 1_204,
    readable: 1_204,
    baselines: 2,
    problems: [],
    savable: [],
  }
  const damaged = {
    ...sound,
    ok: false,
    readable: 1_202,
    problems: ['Page 412: invalid page type.', 'Run 01KJK7E4N1: its document is cut short.'],
    savable: [
      '01KJMZ0V2R8Q4T6W9XBDFHKMNP',
      '01KJK7E4N1C3G5J7M9PRTVXZ02',
      '01KJK7E4N1C3G5J7M9PRTVXZ03',
    ],
  }
  const pruned = { removed: ['a', 'b'], kept: 1_202, keptForBaselines: 2 }
  expectGolden(
    'store.txt',
    [
      renderStoreReport(sound, options),
      renderStoreReport(damaged, options),
      renderPruneReport(pruned, { ...options, dryRun: false }),
      renderPruneReport({ ...pruned, keptForBaselines: 0 }, { ...options, dryRun: true }),
    ].join(''),
  )
})

test('doctor and settings', () => {
  const findings = [
    { level: 'ok', subject: 'Node', message: '24.21.0' },
    {
      level: 'warning',
      subject: 'load',
      message:
        'The load average is 3.9 on 4 cores: other work disturbs measurements, and intervals will be wide.',
      remedy: 'Close what is running, or measure more launches (--launches).',
    },
    {
      level: 'problem',
      subject: 'store',
      message: 'sqlite:.plimsoll/history.db can’t be written.',
      remedy: 'Give this user write access, or choose another store with --store.',
    },
  ] as const
  const settings = [
    { name: 'store', value: 'sqlite:.plimsoll/history.db', source: 'default' },
    { name: 'launches', value: '10', source: 'flag --launches' },
    {
      name: 'include',
      value: '**/*.perf.{ts,mts,js,mjs}, **/*.perf.test.{ts,mts,js,mjs}',
      source: 'config',
    },
  ]
  expectGolden(
    'doctor.txt',
    [
      renderDoctor(findings, options),
      renderDoctor(findings.slice(0, 2), options),
      renderDoctor(findings.slice(0, 1), options),
      renderSettings(settings, options),
    ].join('\n'),
  )
})

const [first, second] = plan.scenarios.map((planned) => planned.identity.key)
const [launch] = completeRun.results[0]?.launches ?? []

function events(): readonly MeasureEvent[] {
  if (first === undefined || second === undefined || launch === undefined)
    throw new Error('fixture')
  return [
    { kind: 'launch-started', key: first, launch: 0, launches: 2 },
    { kind: 'output', key: first, text: 'loaded \u001b[31m3 voices\u001b[0m\nready\n' },
    {
      kind: 'launch-finished',
      key: first,
      launch: 0,
      outcome: { status: 'ok', launch, notes: [] },
    },
    { kind: 'launch-started', key: second, launch: 0, launches: 2 },
    {
      kind: 'launch-finished',
      key: second,
      launch: 0,
      outcome: {
        status: 'failed',
        error: { code: 'SCENARIO_THREW', count: 1, example: 'no input\nat all' },
      },
    },
    {
      kind: 'scenario-finished',
      key: second,
      result: result(second, 'audio', 1, { status: 'failed', metrics: {} }),
    },
    { kind: 'launch-started', key: first, launch: 1, launches: 2 },
    {
      kind: 'launch-finished',
      key: first,
      launch: 1,
      outcome: { status: 'ok', launch, notes: [] },
    },
    { kind: 'scenario-finished', key: first, result: result(first, 'audio', 118_000) },
  ]
}

test.for([false, true])('progress, live: %s', (live) => {
  let text = ''
  let now = 0
  const clock = {
    now: () => ns((now += 1e9)),
    epoch: () => {
      throw new Error('not asked')
    },
  }
  const write = (part: string): void => {
    text += part
  }
  const progress = createProgress(plan, { width: 80, color: false, write, live, clock })
  for (const event of events()) progress.onEvent(event)
  progress.stop()
  progress.stop()
  expectGolden(
    `progress-${live ? 'live' : 'plain'}.txt`,
    JSON.stringify(text, null, 2).replaceAll('\\n', '\\n\n'),
  )
  expect(text).not.toContain('\u001b[31m')
})
