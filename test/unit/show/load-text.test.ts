import { expect, test } from 'vitest'
import { causeLines } from '../../../src/show/text/load-causes.ts'
import { courseLines } from '../../../src/show/text/load-course.ts'
import { burstSentences } from '../../../src/show/text/load-errors.ts'
import { remedyOf } from '../../../src/show/text/load-remedies.ts'
import { sourceLines } from '../../../src/show/text/load-sources.ts'
import { countsSentence, stageShare } from '../../../src/show/text/load.ts'
import { loadResultOf, metricOf, times, windowOf } from '../../support/loads.ts'

test('sources: mean and peak, with the unit that the series’ name says; what is absent is left out', () => {
  const at = (cpuCores: number, index: number) =>
    windowOf(index, [], {
      sources: [
        { source: 'bot', kind: 'process', values: { cpuCores, rssBytes: 2e8 } },
        { source: 'bot', kind: 'node', values: { eventLoopUtilization: cpuCores / 2, gcMs: 12 } },
        { source: 'db', kind: 'postgres', values: { cacheHitShare: 0.987, waitingLocks: 0 } },
        { source: 'odd', kind: 'redis', values: { newSeries: 1 } },
      ],
    })
  expect(sourceLines([at(0.5, 0), at(1.5, 1)])).toEqual([
    { source: 'bot', text: 'CPU 1 core (peak 1.5 cores), memory 200 MB' },
    { source: 'bot', text: 'loop busy 50 % (peak 75), GC 12.0 ms/s' },
    { source: 'db', text: 'waiting for locks 0, cache hits 99 %' },
  ])
  expect(sourceLines([windowOf(0, [])])).toEqual([])
})

test('counts: what did not happen is left out, and why arrivals were dropped is not guessed', () => {
  const none = { failed: 0, rejected: 0, late: 0, dropped: 0 }
  const counts = { ...none, scheduled: 50, started: 20, completed: 20 }
  expect(countsSentence({ ...counts, dropped: 30 })).toBe(
    '50 iterations: 20 completed, 30 dropped: too many were in flight',
  )
  expect(countsSentence({ ...counts, dropped: 30, late: 49 })).toBe(
    '50 iterations: 20 completed, 30 dropped: too many were in flight, or their time was long over, 49 started late',
  )
  expect(countsSentence({ ...none, scheduled: 0, started: 0, completed: 0 })).toBe(
    'no iteration was started',
  )
})

test.each([
  ['TLS_FAILED', 'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)', /--ca FILE.*--insecure/],
  ['TLS_FAILED', 'wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)', /without it/],
  ['TLS_FAILED', 'alert (ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL)', /--http2/],
  ['TOO_MANY_FILES', '', /ulimit -n/],
])('%s, %s: what to try', (code, example, remedy) => {
  expect(remedyOf({ code, count: 1, example })).toMatch(remedy)
  expect(remedyOf({ code: 'HTTP_500', count: 1, example })).toBeUndefined()
})

test('bursts of a code: the largest three in time order, and how many more', () => {
  const burst = (startMs: number, count: number) =>
    ({ code: 'E', startMs, durationMs: 1000, count, latency: { kind: 'unknown' } }) as const
  const all = [burst(0, 5), burst(10_000, 50), burst(20_000, 40), burst(30_000, 60), burst(1, 4)]
  const error = { code: 'E', count: 159, example: '' }
  expect(burstSentences(error, all)).toEqual([
    '50 of them from 10 s to 11 s',
    '40 of them from 20 s to 21 s',
    '60 of them from 30 s to 31 s',
    'and 2 smaller bursts',
  ])
  expect(burstSentences({ ...error, code: 'F' }, all)).toEqual([])
  const silent = { ...burst(0, 9), latency: { kind: 'silent' } } as const
  expect(burstSentences(error, [silent])).toEqual([
    '9 of them from 0 s to 1 s, while nothing completed',
  ])
})

test('the course of a run: none of a few seconds, and a column holds the worst of its windows', () => {
  expect(courseLines(loadResultOf({ timeline: [windowOf(0, [1e6])] }))).toEqual([])
  const timeline = Array.from({ length: 120 }, (_, index) =>
    windowOf(index, times(10, index === 61 ? 100e6 : 1e6)),
  )
  const [, latency = ''] = courseLines(loadResultOf({ timeline }))
  expect(latency.indexOf('█')).toBe('p95     '.length + 30)
  expect(latency.endsWith('peak 100 ms')).toBe(true)
})

test('the course of a run: windows are as wide as they are long, over the times beneath them', () => {
  const seconds = [windowOf(0, [1e6]), windowOf(1, [1e6]), windowOf(2, [1e6, 1e6])]
  // One iteration in 4 ms is no rate of 250/s.
  const drained = { ...windowOf(3, [1e6]), durationMs: 4 }
  const [rate = '', , times = ''] = courseLines(loadResultOf({ timeline: [...seconds, drained] }))
  expect(rate).toMatch(/^rate    ▄{38}█{19}  peak 2 \/s$/)
  expect(times).toMatch(/^        0 {17}1 s {16}2 s {14}3 s$/)
})

test('nobody asks what made it slow where latency did not move', () => {
  const none = { verdict: 'none', summary: 'no clear cause', effect: null, ranked: [], notes: [] }
  expect(causeLines({ ...none, verdict: 'none' })).toBeUndefined()
  expect(causeLines(undefined)).toBeUndefined()
})

test('a stage’s share is of all latency, those of iterations without it too', () => {
  const stage = { name: 'a', calls: 10, metrics: { latency: metricOf(times(10, 1e6)) } }
  const result = loadResultOf({ metrics: { latency: metricOf(times(20, 2e6)) }, stages: [stage] })
  expect(stageShare(result, stage)).toBeCloseTo(0.25, 2)
  expect(stageShare(loadResultOf({ metrics: {} }), stage)).toBeUndefined()
})
