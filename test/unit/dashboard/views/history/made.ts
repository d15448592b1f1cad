import type {
  ChangeSide,
  HistoryPoint,
  HistorySeries,
  LevelChange,
} from '../../../../../src/model/history.ts'

/** Series for tests: a run a day. */

function pointsOf(levels: readonly number[]): readonly HistoryPoint[] {
  return levels.map((level, index) => ({
    run: `run ${index}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    commit: String(index).padStart(40, '0'),
    branch: 'main',
    value: level * 1.1,
    level,
    slowness: 1.1,
  }))
}

export function changeAt(
  index: number,
  [before, after]: readonly [number, number],
  indexInterval: readonly [number, number] = [index, index],
): LevelChange {
  const side = (at: number): ChangeSide => ({
    run: `run ${at}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(),
    revision: null,
  })
  const ratio = after / before
  return {
    index,
    indexInterval,
    last: side(index - 1),
    first: side(index),
    before,
    after,
    difference: after - before,
    interval: [after - before, after - before],
    ratio,
    ratioInterval: [ratio, ratio],
    confidence: 0.99,
  }
}

export function seriesOf(
  levels: readonly number[],
  more: Partial<HistorySeries> = {},
): HistorySeries {
  return {
    scenario: 'decode',
    stage: null,
    metric: 'latency',
    unit: 'ns',
    better: 'lower',
    statistic: 'p50',
    withoutStatistic: 0,
    points: pointsOf(levels),
    normalisation: { applied: false, rawSpreadPercent: 2, normalisedSpreadPercent: 3 },
    changes: [],
    trend: {
      kind: 'level',
      runs: levels.length,
      level: levels.at(-1) ?? 0,
      rise: 0,
      interval: [0, 0],
      words: 'level',
    },
    ...more,
  }
}
