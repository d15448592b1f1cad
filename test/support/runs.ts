import { ulid } from 'ulid'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import {
  type BudgetVerdict,
  type Environment,
  type Launch,
  type Metric,
  type Result,
  type Revision,
  RUN_SCHEMA,
  type Run,
  type RunStatus,
  type StageResult,
} from '../../src/model/run.ts'
import { packHistogram } from '../../src/record/histogram-text.ts'
import { createHistogram, describeHistogram, encodeHistogram } from '../../src/stats/index.ts'

/**
 * Valid run documents for tests, with numbers like those of a real service. Seeded: the same options give the same
 * document; different options give different ids. Names of parts: `key` is a scenario, `key > stage` one of its stages.
 */

/** What a sample scenario is made from. */
export interface SampleScenario {
  readonly name: string
  readonly category: string
  readonly params?: Readonly<Record<string, string | number | boolean>>
  /** Typical latency of one iteration, in ns. */
  readonly latencyNs: number
  /** Iterations in a timed sample; more than 1 adds `metrics.tail`, as an unbatched pass does. */
  readonly batchSize?: number
  /** Stage → its share of the iteration. */
  readonly stages?: Readonly<Record<string, number>>
  readonly mode?: 'sync' | 'async'
}

/** What to make; everything has a default. */
export interface SampleOptions {
  readonly seed?: number
  readonly id?: string
  readonly startedAt?: string
  readonly status?: RunStatus
  readonly commit?: string
  readonly branch?: string | null
  readonly dirty?: boolean
  /** Instead of `commit`, `branch` and `dirty`; `null` = outside a repository. */
  readonly revision?: Revision | null
  readonly fingerprint?: string
  readonly note?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly launches?: number
  /** Timed samples in each launch. */
  readonly samples?: number
  readonly scenarios?: readonly SampleScenario[]
  /** Part → factor: `{ 'chat command to CV': 1.1 }` makes it 10 % slower. */
  readonly slower?: Readonly<Record<string, number>>
  /** Spread between launches, as a share of the latency. */
  readonly launchSpread?: number
  readonly budgets?: readonly BudgetVerdict[]
}

/** A pipeline with two stages, a fast function in batches, and one with params. */
export const SAMPLE_SCENARIOS: readonly SampleScenario[] = [
  {
    name: 'chat command to CV',
    category: 'pipeline',
    latencyNs: 2_450_000,
    stages: { validate: 0.08, send: 0.85 },
    mode: 'async',
  },
  { name: 'parse command', category: 'parsing', latencyNs: 412, batchSize: 256 },
  {
    name: 'decode audio',
    category: 'audio',
    params: { format: 'wav' },
    latencyNs: 86_000,
  },
]

/** A valid run. */
export function sampleRun(options: SampleOptions = {}): Run {
  const seed = options.seed ?? 1
  const random = createRandom(seed)
  const startedAt = options.startedAt ?? '2026-11-02T09:30:00.000Z'
  const started = Date.parse(startedAt)
  const idRandom = random.split(`id/${JSON.stringify(options)}`)
  return {
    schema: RUN_SCHEMA,
    id: options.id ?? ulid(started, () => idRandom.float()),
    kind: 'bench',
    status: options.status ?? 'complete',
    startedAt,
    finishedAt: new Date(started + 42_000).toISOString(),
    seed,
    labels: options.labels ?? {},
    note: options.note ?? '',
    revision: options.revision === undefined ? sampleRevision(options) : options.revision,
    environment: sampleEnvironment(options.fingerprint ?? '5f3c9a1be07d4c22'),
    results: (options.scenarios ?? SAMPLE_SCENARIOS).map((scenario) =>
      sampleResult(scenario, options, random),
    ),
    budgets: options.budgets ?? [],
    mergedFrom: [],
  }
}

function sampleRevision(options: SampleOptions): Revision {
  return {
    commit: options.commit ?? '8c1f0a2b4d6e8f90123456789abcdef012345678',
    branch: options.branch === undefined ? 'main' : options.branch,
    dirty: options.dirty ?? false,
    committedAt: '2026-11-02T09:12:44.000Z',
    subject: 'Validate commands before they are queued',
  }
}

/** A plausible machine. */
export function sampleEnvironment(fingerprint: string): Environment {
  return {
    fingerprint,
    cpuModel: 'AMD EPYC 7763 64-Core Processor',
    cores: 2,
    memoryBytes: 8_327_655_424,
    os: 'linux',
    arch: 'x64',
    kernel: '6.8.0-1021-azure',
    container: null,
    node: '24.21.0',
    v8: '13.6.233.17-node.37',
    flags: [],
    ci: 'GitHub Actions',
    calibration: { aluNs: 102.4, allocNs: 388.1 },
    load: { before: 0.31, after: 1.02, stealPercent: 0.4 },
  }
}

interface Drawn {
  readonly latency: readonly number[]
  readonly tail: readonly number[]
  readonly stages: Readonly<Record<string, readonly number[]>>
}

function sampleResult(scenario: SampleScenario, options: SampleOptions, parent: Random): Result {
  const key = sampleKey(scenario)
  const launches = options.launches ?? 5
  const samples = options.samples ?? 400
  const batchSize = scenario.batchSize ?? 1
  const draws = Array.from({ length: launches }, (_, launch) =>
    draw(scenario, { ...options, samples, key, random: parent.split(`${key}/${launch}`) }),
  )
  const iterations = launches * samples * batchSize
  return {
    scenario: {
      key,
      name: scenario.name,
      category: scenario.category,
      tags: [],
      params: scenario.params ?? {},
      file: `perf/${scenario.category}.perf.ts`,
    },
    profile: {
      kind: 'bench',
      launches,
      timeMs: 500,
      mode: scenario.mode ?? 'sync',
      loader: 'native',
    },
    status: 'ok',
    notes: [],
    counts: {
      scheduled: iterations,
      started: iterations,
      completed: iterations,
      failed: 0,
      rejected: 0,
      late: 0,
      dropped: 0,
    },
    metrics: sampleMetrics(draws, batchSize),
    stages: sampleStages(draws, batchSize, whole),
    launches: draws.map((drawn) => sampleLaunch(drawn, batchSize)),
    slowest: batchSize === 1 ? sampleSlowest(draws) : [],
    timeline: [],
    errors: [],
    health: { generator: 'ok', sendLagP99Ms: 0, notes: [] },
  }
}

const sampleKey = (scenario: SampleScenario): string => {
  const pairs = Object.entries(scenario.params ?? {}).map(([name, value]) => `${name}=${value}`)
  return pairs.length === 0 ? scenario.name : `${scenario.name} [${pairs.join(' ')}]`
}

/** One launch: its own level, and log-normal samples around it, as real latencies are. */
function draw(
  scenario: SampleScenario,
  from: SampleOptions & { readonly samples: number; readonly key: string; readonly random: Random },
): Drawn {
  const level =
    scenario.latencyNs *
    (from.slower?.[from.key] ?? 1) *
    Math.exp((from.launchSpread ?? 0.015) * normal(from.random))
  const batchSize = scenario.batchSize ?? 1
  const spread = 0.12 / Math.sqrt(batchSize)
  const times = (typical: number, sigma: number): number[] =>
    Array.from({ length: from.samples }, () => typical * Math.exp(sigma * normal(from.random)))
  const stages: Record<string, readonly number[]> = {}
  for (const [stage, share] of Object.entries(scenario.stages ?? {})) {
    stages[stage] = times(level * share * (from.slower?.[`${from.key} > ${stage}`] ?? 1), spread)
  }
  return {
    latency: times(level, spread),
    tail: batchSize > 1 ? times(level * 1.05, 0.2) : [],
    stages,
  }
}

/** A standard normal deviate (Box & Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float())
}

function sampleMetrics(draws: readonly Drawn[], batchSize: number): Record<string, Metric> {
  const medians = draws.map((drawn) => quantile(ascending(drawn.latency), 0.5))
  const latency = whole(
    draws.flatMap((drawn) => drawn.latency),
    batchSize,
  )
  const cpu = whole(
    draws.flatMap((drawn) => drawn.latency.map((time) => time * 0.97)),
    batchSize,
  )
  const bounds = ascending(medians)
  const withInterval: Metric = {
    ...latency,
    medianCi95: [bounds[0] ?? latency.p50, bounds.at(-1) ?? latency.p50],
  }
  if (batchSize === 1) return { latency: withInterval, cpu }
  const tail = whole(
    draws.flatMap((drawn) => drawn.tail),
    1,
  )
  return { latency: { ...withInterval, ...upper(tail) }, cpu, tail }
}

function sampleStages(
  draws: readonly Drawn[],
  batchSize: number,
  describeAs: typeof whole,
): StageResult[] {
  return Object.keys(draws[0]?.stages ?? {}).map((name) => {
    const times = draws.flatMap((drawn) => drawn.stages[name] ?? [])
    return { name, calls: times.length, metrics: { latency: describeAs(times, batchSize) } }
  })
}

/** As a result keeps it: with its histogram, and described from it. */
function whole(values: readonly number[], batchSize: number): Metric {
  const histogram = createHistogram({ ratio: 0.001 })
  for (const value of values) histogram.record(value)
  return {
    unit: 'ns',
    count: values.length * batchSize,
    batchSize,
    ...describeHistogram(histogram, batchSize),
    histogram: packHistogram(encodeHistogram(histogram)),
  }
}

function sampleLaunch(drawn: Drawn, batchSize: number): Launch {
  const latency = describe(drawn.latency, batchSize)
  const tail = batchSize > 1 ? describe(drawn.tail, 1) : undefined
  return {
    metrics: {
      latency: tail === undefined ? latency : { ...latency, ...upper(tail) },
      cpu: describe(
        drawn.latency.map((time) => time * 0.97),
        batchSize,
      ),
      ...(tail === undefined ? {} : { tail }),
    },
    stages: sampleStages([drawn], batchSize, describe),
    gcCount: 12,
    gcMs: 8.4,
    heapDeltaBytesPerIteration: 1_312,
    eventLoopUtilization: 0.98,
    warmUpMs: 250,
  }
}

function sampleSlowest(draws: readonly Drawn[]): Result['slowest'] {
  return draws
    .flatMap((drawn, launch) =>
      drawn.latency.map((latencyNs, iteration) => ({
        launch,
        iteration,
        latencyNs,
        stages: Object.entries(drawn.stages).map(([name, times]) => ({
          name,
          latencyNs: times[iteration] ?? 0,
        })),
      })),
    )
    .sort((left, right) => right.latencyNs - left.latencyNs)
    .slice(0, 3)
}

/** A metric as a launch keeps it, without histogram: upper percentiles only from unbatched samples, and only from enough of them. */
function describe(values: readonly number[], batchSize: number): Metric {
  const sorted = ascending(values)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return {
    unit: 'ns',
    count: values.length * batchSize,
    samples: values.length,
    batchSize,
    min: sorted[0] ?? 0,
    mean,
    stddev: Math.sqrt(variance),
    p50: quantile(sorted, 0.5),
    ...(batchSize === 1 ? upperOf(sorted) : {}),
    max: sorted.at(-1) ?? 0,
  }
}

function upperOf(sorted: readonly number[]): Partial<Metric> {
  return {
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    ...(sorted.length >= 300 ? { p99: quantile(sorted, 0.99) } : {}),
    ...(sorted.length >= 3000 ? { p999: quantile(sorted, 0.999) } : {}),
  }
}

function upper(metric: Metric): Partial<Metric> {
  const { p90, p95, p99, p999 } = metric
  return {
    ...(p90 === undefined ? {} : { p90 }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(p99 === undefined ? {} : { p99 }),
    ...(p999 === undefined ? {} : { p999 }),
  }
}

const ascending = (values: readonly number[]): number[] =>
  values.toSorted((left, right) => left - right)

/** Nearest rank. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
