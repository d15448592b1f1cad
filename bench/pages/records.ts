import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { LoadProfile, LoadResult, Run, StageResult, Window } from '../../src/model/run.ts'
import { packHistogram } from '../../src/record/histogram-text.ts'
import { createHistogram, describeHistogram, encodeHistogram } from '../../src/stats/index.ts'
import { countsOf, loadProfile, loadResultOf, windowOf } from '../../test/support/loads.ts'
import { sampleRun } from '../../test/support/runs.ts'

/** Records of load tests as large as those that the targets are about. Seeded. */

/** What a record is to hold. */
export interface Wanted {
  readonly id: string
  readonly scenarios: number
  readonly windows: number
  readonly windowMs: number
  readonly stages: number
}

/** Latencies in each window's histogram. */
const SAMPLES = 400

/** A load test whose every window has stages, sources, errors and a histogram. */
export function largeLoad(wanted: Wanted): Run {
  const random = createRandom(7)
  const results = Array.from({ length: wanted.scenarios }, (_, index) =>
    resultOf(`scenario ${index + 1}`, wanted, random),
  )
  return { ...sampleRun({ id: wanted.id }), kind: 'load', results, budgets: [] }
}

function resultOf(name: string, wanted: Wanted, random: Random): LoadResult {
  const timeline = Array.from({ length: wanted.windows }, (_, index) =>
    largeWindow(index, wanted, random),
  )
  const [first] = timeline
  const timeMs = wanted.windows * wanted.windowMs
  const profile: LoadProfile = {
    ...loadProfile,
    timeMs,
    schedule: {
      kind: 'open',
      stages: [{ durationMs: timeMs, fromPerSecond: SAMPLES, toPerSecond: SAMPLES }],
      arrivals: 'uniform',
    },
    phases: [{ name: 'sustained', startMs: 0, durationMs: timeMs, steady: true }],
  }
  return loadResultOf({
    scenario: { key: name, name, category: 'load', tags: [], params: {}, file: '' },
    profile,
    counts: countsOf({ completed: SAMPLES * wanted.windows }),
    metrics: first?.metrics ?? {},
    stages: first?.stages ?? [],
    timeline,
  })
}

function largeWindow(index: number, { windowMs, stages }: Wanted, random: Random): Window {
  const slow = index % 97 > 80 ? 6 : 1
  const times = Array.from({ length: SAMPLES }, () => slow * 1e6 * Math.exp(random.float() * 3))
  const histogram = createHistogram({ lowest: 1000 })
  for (const ns of times) histogram.record(ns)
  const latency = {
    unit: 'ns' as const,
    count: SAMPLES,
    batchSize: 1,
    ...describeHistogram(histogram, 1),
    histogram: packHistogram(encodeHistogram(histogram)),
  }
  return windowOf(index, [], {
    startMs: index * windowMs,
    durationMs: windowMs,
    ...countsOf({ completed: SAMPLES - (slow > 1 ? 20 : 0), failed: slow > 1 ? 20 : 0 }),
    errors: slow > 1 ? [{ code: 'HTTP_503', count: 20 }] : [],
    metrics: { latency },
    stages: Array.from({ length: stages }, (_, stage) => stageOf(stage, slow, random)),
    sources: [
      {
        source: 'shop',
        kind: 'node',
        values: {
          eventLoopDelayP99Ms: 1 + 20 * random.float() * slow,
          eventLoopUtilization: random.float(),
          heapUsedBytes: 5e7 + 1e7 * random.float(),
        },
      },
    ],
  })
}

/** Rounded: a record is no place for digits that say nothing. */
function stageOf(stage: number, slow: number, random: Random): StageResult {
  const ns = Math.round(1e5 * (stage + 1) * slow * (1 + random.float()))
  const metric = { unit: 'ns', count: 1, samples: 1, batchSize: 1, stddev: 0 } as const
  return {
    name: `stage ${stage + 1}`,
    calls: SAMPLES,
    metrics: { latency: { ...metric, min: ns, mean: ns, p50: ns, max: ns } },
  }
}
