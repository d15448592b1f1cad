import type {
  Comparison,
  PartComparison,
  ScenarioComparison,
  Verdict,
} from '../../src/model/comparison.ts'
import type { Budget } from '../../src/model/scenario.ts'
import type {
  BudgetVerdict,
  Environment,
  Launch,
  Metric,
  Result,
  Revision,
  Run,
  StageResult,
} from '../../src/model/run.ts'
import type { BenchPlan } from '../../src/model/plan.ts'

/** Whole, deterministic records for golden files and property tests. */

export const environment: Environment = {
  fingerprint: '6f1d0c2b9a7e4f38',
  cpuModel: 'AMD EPYC 7763 64-Core Processor',
  cores: 4,
  memoryBytes: 16_773_533_696,
  os: 'linux',
  arch: 'x64',
  kernel: '6.8.0-1021-azure',
  container: null,
  node: '24.21.0',
  v8: '13.6.233.17',
  flags: [],
  ci: 'github-actions',
  calibration: { aluNs: 0.412, allocNs: 11.3 },
  load: { before: 0.31, after: 1.12, stealPercent: 0.4 },
}

export const revision: Revision = {
  commit: '5895b50c1f7d2e6a94b3087cd15f6e2a7b9c0d14',
  branch: 'faster-mel',
  dirty: false,
  committedAt: '2026-03-01T08:00:00.000Z',
  subject: 'Use a precomputed mel filter bank',
}

const baseRevision: Revision = {
  ...revision,
  commit: 'aeeeccf20c4b7a91d3e85f6027bc4d1e9a8f7350',
  branch: 'main',
}

/** A latency of which everything follows from the median. Fast ones are batched. */
function latency(p50: number, shape: Partial<Metric> = {}): Metric {
  const unbatched = p50 >= 50_000
  return {
    unit: 'ns',
    count: unbatched ? 4_200 : 5_400_000,
    samples: unbatched ? 4_200 : 5_400,
    batchSize: unbatched ? 1 : 1_000,
    min: p50 * 0.91,
    mean: p50 * 1.02,
    stddev: p50 * 0.07,
    p50,
    p90: p50 * 1.08,
    p95: p50 * 1.16,
    p99: p50 * 1.41,
    max: p50 * 3.9,
    medianCi95: [p50 * 0.988, p50 * 1.014],
    histogram: 'HISTFAAAAB542pNpmSzMwMDAxAABzFCaEUoz2X+AsAA/uQIR',
    ...shape,
  }
}

export function stage(name: string, p50: number): StageResult {
  return { name, calls: 4_200, metrics: { latency: latency(p50) } }
}

function launch(p50: number, stages: readonly StageResult[]): Launch {
  return {
    metrics: { latency: latency(p50) },
    stages,
    gcCount: 12,
    gcMs: 8.4,
    heapDeltaBytesPerIteration: 1_532,
    eventLoopUtilization: 0.97,
    warmUpMs: 412,
  }
}

/** One scenario's result; `parts` replace what is different. */
export function result(
  name: string,
  category: string,
  p50: number,
  parts: Partial<Result> = {},
): Result {
  const count = latency(p50).count
  const stages = parts.stages ?? []
  return {
    scenario: { key: name, name, category, tags: [], params: {}, file: `perf/${category}.perf.ts` },
    profile: { kind: 'bench', launches: 5, timeMs: 500, mode: 'sync', loader: 'native' },
    status: 'ok',
    notes: [],
    counts: {
      scheduled: count,
      started: count,
      completed: count,
      failed: 0,
      rejected: 0,
      late: 0,
      dropped: 0,
    },
    metrics: { latency: latency(p50) },
    stages,
    launches: [launch(p50, stages), launch(p50 * 1.01, stages)],
    slowest: [{ launch: 0, iteration: 17, latencyNs: p50 * 3.9, stages: [] }],
    timeline: [],
    errors: [],
    health: { generator: 'ok', sendLagP99Ms: 0, notes: [] },
    ...parts,
  }
}

/** A run of these results; `parts` replace what is different. */
export function run(results: readonly Result[], parts: Partial<Run> = {}): Run {
  return {
    schema: 'plimsoll/run@1',
    id: '01KJMZ0V2R8Q4T6W9XBDFHKMNP',
    kind: 'bench',
    status: 'complete',
    startedAt: '2026-03-01T09:15:30.000Z',
    finishedAt: '2026-03-01T09:16:12.400Z',
    seed: 42,
    labels: {},
    note: '',
    revision,
    environment,
    results,
    budgets: [],
    mergedFrom: [],
    ...parts,
  }
}

export function budget(
  scenario: string,
  verdict: BudgetVerdict['verdict'],
  parts: Partial<BudgetVerdict> = {},
): BudgetVerdict {
  const reasons: Readonly<Record<BudgetVerdict['verdict'], string>> = {
    met: 'The whole interval is below the limit.',
    broken: 'The whole interval is above the limit.',
    inconclusive: 'The limit lies within the interval: more launches would narrow it.',
  }
  return {
    scenario,
    metric: 'latency',
    statistic: 'p95',
    unit: 'ns',
    limit: 10e6,
    value: 8.12e6,
    interval: [7.9e6, 8.31e6],
    verdict,
    reason: reasons[verdict],
    ...parts,
  }
}

const MEL_STAGES = [
  stage('window', 21_400),
  stage('fft', 402_000),
  stage('fft > butterflies', 377_000),
  stage('mel', 88_100),
]

/** Stages, own metrics, budgets of each verdict, notes: what a healthy project's run looks like. */
export const completeRun: Run = run(
  [
    result('decode WAV', 'audio', 118_000, {
      metrics: {
        latency: latency(118_000),
        cpu: latency(117_000),
        frames: { ...latency(160), unit: 'count', kind: 'counter', total: 5_376_000 },
        'peak level': {
          ...latency(-3),
          unit: 'percent',
          kind: 'gauge',
          p50: 71.2,
          p95: 93.4,
          p99: 98.8,
          medianCi95: [70.8, 71.9],
        },
      },
    }),
    result('resample [from=44100 to=16000]', 'audio', 1_232_000, {
      notes: [
        {
          code: 'NEVER_STEADY',
          message: 'Warm-up never became steady within 2 s: the numbers may still be falling.',
        },
      ],
    }),
    result('log-mel spectrogram', 'audio', 517_000, { stages: MEL_STAGES }),
    result('cosine similarity', 'speakers', 83.4, {
      metrics: { latency: withoutTail(latency(83.4)) },
    }),
    result('clamp', 'speakers', 0.31, { metrics: { latency: withoutTail(latency(0.31)) } }),
    result('assign speaker to the nearest cluster of embeddings', 'speakers', 4_210),
    result('a final transcript arrives over the WebSocket', 'transcription', 41_300_000, {
      stages: [stage('connect', 3_120_000), stage('stream', 36_900_000)],
    }),
    result('whole conversation', 'end to end', 2_310_000_000, {
      stages: [stage('audio', 310_000_000), stage('transcription', 1_940_000_000)],
    }),
  ],
  {
    note: 'Before the mel filter bank is precomputed',
    budgets: [
      budget('decode WAV', 'met', { limit: 1e6, value: 136_000, interval: [134_000, 139_000] }),
      budget('whole conversation', 'broken', {
        limit: 2e9,
        value: 2.68e9,
        interval: [2.61e9, 2.75e9],
      }),
      budget('log-mel spectrogram', 'inconclusive', {
        stage: 'fft > butterflies',
        limit: 440_000,
        value: 437_000,
        interval: [429_000, 446_000],
      }),
      budget('a final transcript arrives over the WebSocket', 'met', {
        limit: 100e6,
        value: 47.9e6,
        interval: [46e6, 49e6],
      }),
    ],
  },
)

function withoutTail({ p90: _p90, p95: _p95, p99: _p99, ...rest }: Metric): Metric {
  return rest
}

const BUSY = {
  code: 'MACHINE_BUSY',
  message: 'The machine was busy: load average 3.9 on 4 cores.',
}

/** One scenario threw, one gave nothing, one is invalid; three share a note. */
export const failedRun: Run = run(
  [
    result('decode WAV', 'audio', 118_000, { notes: [BUSY] }),
    result('resample', 'audio', 1_232_000, {
      status: 'failed',
      notes: [BUSY],
      metrics: {},
      launches: [],
      slowest: [],
      errors: [
        {
          code: 'SCENARIO_THREW',
          count: 5,
          example: 'Cannot read properties of undefined (reading ‘sampleRate’)',
          where: 'src/audio/resample.ts:41:18',
        },
      ],
    }),
    result('stream', 'transcription', 41_300_000, {
      status: 'failed',
      notes: [BUSY],
      metrics: {},
      launches: [],
      slowest: [],
      errors: [
        { code: 'SCENARIO_TIMED_OUT', count: 1, example: 'run() did not settle within 120 s.' },
      ],
    }),
    result('reconnect', 'transcription', 9_100_000, {
      status: 'invalid',
      health: {
        generator: 'saturated',
        sendLagP99Ms: 48,
        notes: ['The generator could not keep up: 48 ms behind at p99.'],
      },
    }),
  ],
  {
    status: 'failed',
    budgets: [budget('resample', 'broken', { value: null, interval: null, reason: 'No samples.' })],
  },
)

/** Interrupted after its first scenario, outside a repository. */
export const abortedRun: Run = run([result('decode WAV', 'audio', 118_000)], {
  status: 'aborted',
  revision: null,
  finishedAt: '2026-03-01T09:15:37.100Z',
})

/** Nothing matched. */
export const emptyRun: Run = run([], { finishedAt: '2026-03-01T09:15:30.012Z' })

const REASONS: Readonly<Record<Verdict, string>> = {
  regressed: 'Slower by more than the tolerance of 5 %, and the interval excludes no change.',
  improved: 'Faster by more than the tolerance of 5 %, and the interval excludes no change.',
  unchanged: 'The interval lies within 10 % either way.',
  inconclusive:
    'The interval holds both no change and a change of more than 10 %: more launches would narrow it.',
  'not-comparable': 'The scenario failed in this run, so there is nothing to compare.',
  added: 'The baseline has no such scenario.',
  removed: 'This run has no such scenario.',
}

/** What was said of one scenario; everything follows from ratio and verdict. */
export function judged(
  key: string,
  verdict: Verdict,
  parts: Partial<ScenarioComparison> = {},
): ScenarioComparison {
  const ratio = parts.ratio ?? null
  const currentNs = parts.currentNs ?? null
  return {
    key,
    name: key,
    category: 'audio',
    verdict,
    reason: REASONS[verdict],
    metric: 'latency',
    clock: 'wall',
    ratio,
    interval: ratio === null ? null : [ratio * 0.965, ratio * 1.037],
    confidence: 0.99,
    smallestDetectablePercent: ratio === null ? null : 4.6,
    launches: { current: 5, baseline: 5 },
    currentNs,
    baselineNs: ratio === null || currentNs === null ? null : currentNs / ratio,
    metrics: [],
    stages: [],
    ...parts,
  }
}

export function part(name: string, verdict: Verdict, ratio: number): PartComparison {
  return {
    name,
    verdict,
    ratio,
    interval: [ratio * 0.95, ratio * 1.05],
    reason: REASONS[verdict],
  }
}

/** A comparison of these scenarios; `parts` replace what is different. */
export function comparison(
  scenarios: readonly ScenarioComparison[],
  parts: Partial<Comparison> = {},
): Comparison {
  return {
    schema: 'plimsoll/comparison@1',
    method: 'stored',
    current: { run: '01KJMZ0V2R8Q4T6W9XBDFHKMNP', revision, environment },
    baseline: {
      name: 'main',
      run: '01KJK7E4N1C3G5J7M9PRTVXZ02',
      revision: baseRevision,
      environment,
    },
    rule: {
      tolerancePercent: 5,
      unchangedWithinPercent: 10,
      thresholdMs: null,
      confidence: 0.99,
    },
    verdict: 'unchanged',
    exitCode: 0,
    scenarios,
    budgets: [],
    notes: [],
    ...parts,
  }
}

/** Every verdict there is. */
export const everyVerdict: Comparison = comparison(
  [
    judged('decode WAV', 'unchanged', { ratio: 1.004, currentNs: 118_000 }),
    judged('clamp', 'unchanged', {
      ratio: 0.997,
      currentNs: 0.31,
      category: 'speakers',
      smallestDetectablePercent: 1.2,
    }),
    judged('log-mel spectrogram', 'improved', {
      ratio: 0.714,
      currentNs: 517_000,
      stages: [part('window', 'unchanged', 1.002), part('mel', 'improved', 0.31)],
      metrics: [part('cpu', 'improved', 0.72)],
    }),
    judged('whole conversation', 'regressed', {
      ratio: 1.153,
      currentNs: 2_310_000_000,
      category: 'end to end',
      stages: [part('audio', 'unchanged', 0.99), part('transcription', 'regressed', 1.22)],
      suggested: { verdict: 'inconclusive', ratio: 1.11, interval: [0.93, 1.32] },
    }),
    judged('resample [from=44100 to=16000]', 'regressed', { ratio: 13.4, currentNs: 1_232_000 }),
    judged('assign speaker to the nearest cluster of embeddings', 'inconclusive', {
      ratio: 1.06,
      interval: [0.88, 1.27],
      currentNs: 4_210,
      category: 'speakers',
      smallestDetectablePercent: 17.6,
    }),
    judged('a final transcript arrives over the WebSocket', 'not-comparable', {
      currentNs: 41_300_000,
      category: 'transcription',
    }),
    judged('cosine similarity', 'added', { currentNs: 83.4, category: 'speakers' }),
    judged('dot product', 'removed', { category: 'speakers' }),
    judged('whole conversation, replayed', 'unchanged', {
      ratio: 1.01,
      currentNs: 2_290_000_000,
      category: 'end to end',
      stages: [part('audio', 'regressed', 1.31), part('transcription', 'unchanged', 0.99)],
    }),
  ],
  {
    verdict: 'regressed',
    exitCode: 1,
    rule: { tolerancePercent: 5, unchangedWithinPercent: 10, thresholdMs: 500, confidence: 0.99 },
    budgets: [
      budget('log-mel spectrogram', 'met', {
        unit: 'percent',
        limit: 5,
        value: -28.6,
        interval: [-31.2, -25.9],
      }),
    ],
    notes: ['Node 24.20.1 measured the baseline, Node 24.21.0 this run.'],
  },
)

/** Nothing moved. */
export const allUnchanged: Comparison = comparison([
  judged('decode WAV', 'unchanged', { ratio: 1.004, currentNs: 118_000 }),
  judged('clamp', 'unchanged', { ratio: 0.997, currentNs: 0.31 }),
])

/** What can be said of {@link failedRun}. */
export const failedComparison: Comparison = comparison(
  [
    judged('decode WAV', 'unchanged', { ratio: 1.02, currentNs: 118_000 }),
    judged('resample', 'not-comparable', { currentNs: null }),
    judged('stream', 'not-comparable', { currentNs: null, category: 'transcription' }),
    judged('reconnect', 'inconclusive', {
      ratio: 1.2,
      interval: [0.8, 1.7],
      currentNs: 9_100_000,
      category: 'transcription',
      smallestDetectablePercent: null,
    }),
  ],
  { verdict: 'not-comparable', exitCode: 4 },
)

/** Names and messages that try to act. */
export const HOSTILE: readonly string[] = [
  'pipe | and \\| escaped \\\\| pipes |',
  'line\nbreak\r\nand\ttab',
  '`code` and ``more`` `',
  '<script>alert(1)</script><!-- --> & &amp; "quoted" \'single\'',
  ']]> and <![CDATA[ and <?xml?>',
  '\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007 \u009b2J',
  'nul\u0000bell\u0007back\bdel\u007f',
  'user\u202egpj.exe\u202c \u2066isolated\u2069 \u200fmark',
  '@octocat and @org/team, me@example.com',
  'fixes #123, org/repo#4, GH-5, https://evil.example/x, www.evil.example',
  '=HYPERLINK("http://evil.example")',
  '+1+1',
  '-2+3',
  '@SUM(1+1)',
  ' =1+1',
  '**bold** _em_ ~~strike~~ [link](javascript:alert(1)) ![img](x) $x$',
  '# heading',
  '1. item',
  '</details></summary></sub>',
  '名前が長い日本語のシナリオ、とても長い名前なので途中で省略されるはずです',
  '👩‍👩‍👧‍👦 family 🇩🇪 flag e\u0301 combining ｆｕｌｌ',
  'lone \ud800 surrogate \ufffe',
  '',
  '   ',
  `${'very '.repeat(60)}long`,
]

/** A run in which every name and message is hostile. */
export const hostileRun: Run = run(
  HOSTILE.map((text, index) =>
    result(text, HOSTILE[(index + 7) % HOSTILE.length] ?? '', 1_000 * (index + 1), {
      status: index % 5 === 4 ? 'failed' : 'ok',
      stages: [stage(text, 500)],
      launches: [],
      slowest: [],
      notes: [{ code: 'NOTE', message: text }],
      errors: index % 5 === 4 ? [{ code: text, count: 2, example: text, where: text }] : [],
    }),
  ),
  {
    status: 'failed',
    note: HOSTILE.join(' '),
    revision: { ...revision, branch: HOSTILE[5] ?? '' },
    environment: { ...environment, cpuModel: HOSTILE[3] ?? '' },
    budgets: HOSTILE.map((text, index) =>
      budget(text, index % 2 === 0 ? 'broken' : 'inconclusive', { stage: text, reason: text }),
    ),
  },
)

const VERDICTS = Object.keys(REASONS).filter((name): name is Verdict => name in REASONS)

/** A comparison in which every name and message is hostile. */
export const hostileComparison: Comparison = comparison(
  HOSTILE.map((text, index) =>
    judged(text, VERDICTS[index % VERDICTS.length] ?? 'regressed', {
      ratio: 0.5 + index / 10,
      currentNs: 1_000 * (index + 1),
      category: HOSTILE[(index + 7) % HOSTILE.length] ?? '',
      reason: text,
      stages: [part(text, 'regressed', 1.2)],
      metrics: [part(text, 'improved', 0.8)],
      profile: {
        files: { baseline: text, current: text },
        functions: [{ name: text, file: text, line: 7, baselineNs: 100, currentNs: 200 }],
      },
    }),
  ),
  {
    verdict: 'regressed',
    exitCode: 1,
    notes: HOSTILE,
    baseline: { name: HOSTILE[5] ?? '', run: HOSTILE[0] ?? '', revision: null, environment },
  },
)

const NO_BUDGET: Budget = {}

/** The plan that {@link completeRun} came from. */
export const plan: BenchPlan = {
  kind: 'bench',
  scenarios: completeRun.results.slice(0, 2).map(({ scenario }) => ({
    identity: scenario,
    budget: NO_BUDGET,
    path: `/project/${scenario.file}`,
    exportName: 'scenario',
    paramsIndex: 0,
    timeoutMs: 120_000,
    exclusive: false,
  })),
  launches: 2,
  timeMs: 500,
  warmUpMs: 2_000,
  seed: 42,
  cwd: '/project',
  cpuProfileDir: undefined,
}
