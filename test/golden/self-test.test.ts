import { test } from 'vitest'
import type { SelfTest } from '../../src/model/self-test.ts'
import { renderSelfTest } from '../../src/show/index.ts'
import { expectGolden } from './golden.ts'

const options = { width: 80, color: false }

const passed: SelfTest = {
  verdict: 'passed',
  ratePerSecond: 500,
  durationMs: 30_000,
  connections: 600,
  freezes: [5_000, 15_000, 25_000].map((startMs) => ({ startMs, durationMs: 1_000 })),
  serviceMs: 5.16,
  percentiles: [
    {
      name: 'p50',
      truthMs: 5.16,
      measuredMs: 5.28,
      differenceMs: 0.12,
      allowedMs: 2,
      isWithin: true,
    },
    {
      name: 'p95',
      truthMs: 509,
      measuredMs: 513,
      differenceMs: 4,
      allowedMs: 15.3,
      isWithin: true,
    },
    {
      name: 'p99',
      truthMs: 909,
      measuredMs: 912,
      differenceMs: 3,
      allowedMs: 27.3,
      isWithin: true,
    },
    {
      name: 'p999',
      truthMs: 999,
      measuredMs: 1001,
      differenceMs: 2,
      allowedMs: 30,
      isWithin: true,
    },
  ],
  counts: { scheduled: 15_000, sent: 15_000, completed: 15_000 },
  notes: [],
}

/** Timed from the actual start: what waited for the frozen server is not seen. */
const failed: SelfTest = {
  ...passed,
  verdict: 'failed',
  percentiles: passed.percentiles.map((row) =>
    row.name === 'p50'
      ? row
      : { ...row, measuredMs: 5.9, differenceMs: 5.9 - row.truthMs, isWithin: false },
  ),
  counts: { scheduled: 15_000, sent: 13_950, completed: 13_950 },
  notes: ['p95, p99, p99.9 are off', '13950 of 15000 iterations were sent'],
}

const busy: SelfTest = {
  ...passed,
  verdict: 'inconclusive',
  percentiles: [],
  notes: [
    'nothing was measured',
    'the server was not frozen on time (40 ms off): others use this machine',
  ],
}

test('the self-test of load tests', () => {
  expectGolden(
    'self-test.txt',
    [passed, failed, busy].map((one) => renderSelfTest(one, options)).join('\n'),
  )
  expectGolden('self-test.color.txt', renderSelfTest(failed, { width: 50, color: true }))
})
