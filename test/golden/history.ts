import {
  type ChangeSide,
  type History,
  HISTORY_SCHEMA,
  type HistoryPoint,
  type HistorySeries,
  type LevelChange,
  type Trend,
} from '../../src/model/history.ts'
import { environment, revision } from './fixtures.ts'

/** Histories for golden files, each number written by hand. */

const startedAt = (index: number): string =>
  new Date(Date.UTC(2026, 0, 1 + index, 10)).toISOString()
const runId = (index: number): string => `01KJ${String(index).padStart(22, '0')}`

function pointsOf(levels: readonly number[], branch = 'main'): readonly HistoryPoint[] {
  return levels.map((level, index) => ({
    run: runId(index),
    startedAt: startedAt(index),
    commit: revision.commit,
    branch,
    value: level,
    level,
    slowness: 1,
  }))
}

/** Levels around a value, up and down by up to 2 %. */
const around = (level: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => level * (1 + (((index * 7) % 5) - 2) / 100))

function side(index: number, commit: string, subject: string, dirty = false): ChangeSide {
  const own = { ...revision, branch: 'main', commit: commit.padEnd(40, '0'), subject, dirty }
  return { run: runId(index), startedAt: startedAt(index), revision: own }
}

function change(
  [index, before, after]: readonly [number, number, number],
  last: ChangeSide,
  first: ChangeSide,
): LevelChange {
  const ratio = after / before
  return {
    index,
    indexInterval: [index, index],
    last,
    first,
    before,
    after,
    difference: after - before,
    interval: [(after - before) * 0.9, (after - before) * 1.1],
    ratio,
    ratioInterval: ratio > 1 ? [ratio * 0.99, ratio * 1.01] : [ratio * 0.98, ratio * 1.02],
    confidence: 0.99,
  }
}

const level = (runs: number, at: number): Trend => ({
  kind: 'level',
  runs,
  level: at,
  rise: 0,
  interval: [-at * 0.01, at * 0.01],
  words: `level over ${runs} runs`,
})

const decode: HistorySeries = {
  scenario: 'decode WAV',
  stage: null,
  metric: 'latency',
  unit: 'ns',
  better: 'lower',
  statistic: 'p50',
  withoutStatistic: 0,
  points: pointsOf([...around(118e3, 20), ...around(132e3, 20)]),
  normalisation: { applied: true, rawSpreadPercent: 7.2, normalisedSpreadPercent: 1.9 },
  changes: [
    change(
      [20, 118e3, 132e3],
      side(19, '0aee5be', 'Name the channels'),
      side(20, 'c41d1a0', 'Check every frame for clipping before it is handed to the resampler'),
    ),
  ],
  trend: level(20, 132e3),
}

const parse: HistorySeries = {
  ...decode,
  stage: 'parse',
  points: pointsOf([...around(18e3, 20), ...around(32e3, 20)]),
  changes: decode.changes.map((each) => ({
    ...each,
    before: 18e3,
    after: 32e3,
    difference: 14e3,
    ratio: 32 / 18,
    ratioInterval: [1.75, 1.8],
  })),
  trend: level(20, 32e3),
}

const normalisation = { applied: false, rawSpreadPercent: 1.4, normalisedSpreadPercent: 2.6 }

const mel: HistorySeries = {
  ...decode,
  scenario: 'log-mel spectrogram of 10 s, with a precomputed bank',
  points: pointsOf(Array.from({ length: 28 }, (_, index) => 377e3 + index * 4e3)),
  normalisation,
  changes: [],
  trend: {
    kind: 'rising',
    runs: 28,
    level: 431e3,
    rise: 108e3,
    interval: [106e3, 110e3],
    words: 'getting slower by 25.1 % over 28 runs',
  },
}

/** The machine's doing, then a better counter, and one change more than is shown. */
const frames: HistorySeries = {
  ...decode,
  scenario: 'stream',
  metric: 'frames',
  unit: 'count',
  better: 'higher',
  statistic: 'mean',
  withoutStatistic: 2,
  points: pointsOf([
    ...around(40, 8),
    ...around(20, 8),
    ...around(30, 8),
    ...around(50, 8),
    ...around(100, 8),
  ]),
  normalisation: { applied: false, rawSpreadPercent: 21, normalisedSpreadPercent: null },
  changes: [
    change([8, 40, 20], side(7, 'aaa', 'One'), side(8, 'bbb', 'Two')),
    {
      ...change([16, 20, 30], side(15, 'ccc', 'Three'), side(16, 'ccc', 'Three')),
      indexInterval: [14, 17],
    },
    change([24, 30, 50], side(23, 'ddd', 'Four'), side(24, 'ddd', 'Four', true)),
    {
      ...change([32, 50, 100], side(31, 'eee', 'Five'), side(32, 'fff', 'Six')),
      last: { run: runId(31), startedAt: startedAt(31), revision: null },
    },
  ],
  trend: {
    kind: 'unknown',
    runs: 8,
    level: 100,
    rise: null,
    interval: null,
    words: '8 runs at this level, too few for a trend (10 show one)',
  },
}

/** Below zero there is no ratio. */
const drift: HistorySeries = {
  ...decode,
  scenario: 'stream',
  metric: 'heap drift',
  unit: 'bytes',
  better: null,
  points: pointsOf([...around(-2e6, 10), ...around(3e6, 10)], 'faster-mel'),
  normalisation: { applied: false, rawSpreadPercent: null, normalisedSpreadPercent: null },
  changes: [
    {
      ...change([10, -2e6, 3e6], side(9, '111', 'Pool buffers'), side(10, '222', 'Drop the pool')),
      ratio: null,
      ratioInterval: null,
    },
  ],
  trend: level(10, 3e6),
}

const query = {
  filters: [],
  stages: [],
  metrics: [],
  statistic: null,
  branch: null,
  since: null,
  limit: null,
}

/** Everything that a history can show. */
export const history: History = {
  schema: HISTORY_SCHEMA,
  query,
  environments: [
    {
      fingerprint: environment.fingerprint,
      environment,
      series: [decode, parse, mel, frames, drift],
    },
    {
      fingerprint: 'c0ffee',
      environment: { ...environment, cpuModel: 'Apple M4', cores: 10, os: 'darwin', ci: null },
      series: [
        { ...decode, changes: [], points: pointsOf(around(61e3, 9)), trend: level(9, 61e3) },
      ],
    },
  ],
  leftOut: { aborted: 2, invalid: 1, failed: 3, merged: 1 },
}

/** Few runs. */
export const shortHistory: History = {
  schema: HISTORY_SCHEMA,
  query,
  environments: [
    {
      fingerprint: environment.fingerprint,
      environment,
      series: [
        { ...mel, points: pointsOf([0.31]), trend: level(1, 0.31) },
        { ...parse, changes: [], points: pointsOf(around(18e3, 3)), trend: level(3, 18e3) },
      ],
    },
  ],
  leftOut: { aborted: 0, invalid: 0, failed: 0, merged: 0 },
}
