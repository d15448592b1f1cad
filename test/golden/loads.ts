import type { LoadFindings } from '../../src/model/load-findings.ts'
import type { BudgetVerdict, LoadResult, Run, Window } from '../../src/model/run.ts'
import { countsOf, loadProfile, loadResultOf, metricOf, times, windowOf } from '../support/loads.ts'
import { completeRun } from './fixtures.ts'

/** Load tests for golden files: one in which much happened, one that a limit ended, two at once, and a hostile one. */

const SECONDS = 30
const isSlow = (index: number): boolean => index >= 12 && index < 16

/** Half a minute; four seconds of it are slow, with errors of their own and a busy event loop. */
function windows(count = SECONDS): readonly Window[] {
  return Array.from({ length: count }, (_, index): Window => {
    const slow = isSlow(index)
    const latencies = slow ? times(90, 180e6, 210e6, 230e6, 300e6) : times(125, 3e6, 4e6, 5e6, 9e6)
    const failed = slow ? 100 : 0
    return windowOf(index, latencies, {
      ...countsOf({ completed: latencies.length, failed }),
      steady: index > 0,
      errors: failed === 0 ? [] : [{ code: 'HTTP_503', count: failed }],
      sources: [
        {
          source: 'bot',
          kind: 'process',
          values: { cpuCores: slow ? 0.98 : 0.41, rssBytes: 181e6 + index * 1e5, sockets: 102 },
        },
        {
          source: 'bot',
          kind: 'node',
          values: {
            eventLoopUtilization: slow ? 0.99 : 0.38,
            eventLoopDelayP99Ms: slow ? 182 : 1.4,
            gcMs: 12,
            heapUsedBytes: 64e6,
          },
        },
        {
          source: 'cache',
          kind: 'redis',
          values: { operationsPerSecond: 1480, connectedClients: 4, usedMemoryBytes: 2.1e6 },
        },
      ],
    })
  })
}

const latency = metricOf([...times(3000, 3e6, 4e6, 5e6, 9e6), ...times(360, 210e6, 300e6)])

const busy: LoadResult = loadResultOf({
  profile: {
    ...loadProfile,
    phases: [
      { name: 'warm-up', startMs: 0, durationMs: 1000, steady: false },
      { name: 'sustained', startMs: 1000, durationMs: 29_000, steady: true },
    ],
  },
  counts: countsOf({ completed: 12_720, failed: 402, dropped: 3 }),
  metrics: {
    latency,
    service: metricOf(times(3180, 3e6, 4e6, 5e6, 9e6)),
    sendLag: metricOf(times(3180, 2e3, 4e3, 90e3, 200e3)),
    throughput: metricOf([360, 497, 500, 501], { unit: 'perSecond' }),
    deliveries: metricOf([1], { unit: 'count', kind: 'counter', total: 12_700 }),
  },
  stages: [
    { name: 'validate', calls: 12_720, metrics: { latency: metricOf(times(3180, 4e5, 5e5, 6e5)) } },
    { name: 'send', calls: 12_720, metrics: { latency } },
    { name: 'send > encode', calls: 12_720, metrics: { latency: metricOf(times(3180, 2e4)) } },
  ],
  timeline: windows(),
  errors: [
    { code: 'HTTP_503', count: 400, example: "the answer's status was 503" },
    { code: 'RESET', count: 2, example: 'read ECONNRESET' },
  ],
  marks: [{ atMs: 16_200, kind: 'death', text: 'bot 2 ended by itself: signal SIGKILL' }],
})

export const busyFindings: readonly LoadFindings[] = [
  {
    scenario: 'chat',
    bursts: [
      {
        ...{ code: 'HTTP_503', startMs: 12_000, durationMs: 4000, count: 400 },
        latency: { kind: 'moved', usualNs: 9e6, duringNs: 300e6 },
      },
    ],
    causes: {
      verdict: 'likely',
      summary: 'likely the event loop of bot: it was blocked while latency was high',
      effect: {
        stretches: [{ startMs: 12_000, durationMs: 4000 }],
        ...{ slowWindows: 4, windows: 29, slowMs: 230, usualMs: 5, slowMaxMs: 300, usualMaxMs: 9 },
      },
      ranked: [
        {
          ...{ kind: 'source', mechanism: 'event-loop', source: 'bot', sourceKind: 'node' },
          ...{ series: 'eventLoopDelayP99Ms', words: 'event loop of bot blocked', score: 0.83 },
          ...{ correlation: 0.91, lagMs: 0, confidence: 0.01, explainedShare: 0.8 },
          evidence: 'its delay was 182 ms in slow windows and 1.4 ms in the others',
          ...{ slow: 182, usual: 1.4, explains: ['stage send'] },
        },
      ],
      notes: [],
    },
  },
]

const budget = (more: Partial<BudgetVerdict>): BudgetVerdict => ({
  ...{ scenario: 'chat', metric: 'latency', statistic: 'p99', unit: 'ns', limit: 50e6 },
  ...{ value: 42e6, interval: null, verdict: 'met', reason: '' },
  ...more,
})

const worst = budget({
  ...{ limit: 100e6, value: 300e6, withinMs: 2000, atMs: 12_000, verdict: 'broken' },
  reason:
    'p99 was 300 ms from 12 s to 14 s, above the limit of 100 ms in any 2 s; 5 of 28 windows were',
})

const base: Run = { ...completeRun, kind: 'load', budgets: [] }

export const busyLoad: Run = {
  ...base,
  results: [busy],
  budgets: [
    budget({}),
    worst,
    budget({ metric: 'errors', statistic: 'share', unit: 'percent', limit: 5, value: 3.06 }),
    budget({
      ...{ metric: 'throughput', statistic: 'mean', unit: 'perSecond', limit: 490 },
      ...{ value: 464, verdict: 'broken' },
    }),
  ],
}

/** A limit ended it in its thirteenth second. */
export const endedLoad: Run = {
  ...base,
  status: 'aborted',
  results: [
    loadResultOf({
      timeline: windows(13),
      errors: [{ code: 'HTTP_503', count: 100, example: "the answer's status was 503" }],
      notes: [
        {
          code: 'ABORTED',
          message:
            'it was ended after 13 s of 30 s: p99 was 300 ms from 11 s to 13 s, above the limit of 100 ms',
        },
      ],
      marks: [{ atMs: 13_010, kind: 'abort', text: 'p99 was 300 ms' }],
    }),
  ],
  budgets: [{ ...worst, reason: `${worst.reason} that ends the run (--abort-on)` }],
}

/** Two at once, of a few seconds, one driven by users; nothing of one succeeded, and the generator was the limit. */
export const mixedLoad: Run = {
  ...base,
  status: 'failed',
  results: [
    loadResultOf({
      status: 'failed',
      counts: countsOf({ failed: 20 }),
      metrics: {},
      errors: [{ code: 'CONNECT_REFUSED', count: 20, example: 'connect ECONNREFUSED' }],
    }),
    loadResultOf({
      scenario: { ...busy.scenario, key: 'commands', name: 'commands' },
      status: 'invalid',
      profile: {
        ...loadProfile,
        schedule: {
          kind: 'closed',
          stages: [{ durationMs: 5000, fromUsers: 10, toUsers: 50 }],
          ...{ thinkTimeMs: 0, pacingMs: 0 },
        },
      },
      timeline: [windowOf(0, times(10, 5e6)), windowOf(1, times(10, 5e6))],
      health: {
        generator: 'saturated',
        sendLagP99Ms: 48,
        notes: ['it waited 30 % of its time for a CPU: use more --workers, or another machine'],
      },
    }),
  ],
}

/** Names that would act. */
export const hostileLoad: Run = {
  ...base,
  results: [
    loadResultOf({
      scenario: { ...busy.scenario, key: 'a\u001b[31m | <b>@x', name: 'a' },
      timeline: windows(4).map((window) => ({
        ...window,
        sources: [{ source: '\u202eevil|`', kind: 'process', values: { cpuCores: 1 } }],
      })),
      stages: [{ name: '=1+1 <i>', calls: 1, metrics: { latency: metricOf([1e6]) } }],
      errors: [{ code: 'E', count: 1, example: '![x](http://a) \u001b[2J' }],
      marks: [{ atMs: 1000, kind: 'death', text: 'b\u0007 <script>' }],
    }),
  ],
}
