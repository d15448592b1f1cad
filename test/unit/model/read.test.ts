import { describe, expect, test } from 'vitest'
import { PlimsollError } from '../../../src/kernel/errors.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import { parseRun, readComparison, readRun } from '../../../src/model/read.ts'
import type { Metric, Run } from '../../../src/model/run.ts'
import { sampleRun } from '../../support/runs.ts'

function refusal(read: () => unknown): PlimsollError {
  try {
    read()
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return thrown
    throw thrown
  }
  throw new Error('was not refused')
}

function withLatency(change: Partial<Metric>): unknown {
  const run = structuredClone(sampleRun())
  Object.assign(run.results[0]?.metrics.latency ?? {}, change)
  return run
}

const run: Run = sampleRun()

describe('a run', () => {
  test('is read as it was written', () => {
    expect(readRun(run)).toEqual(run)
    expect(parseRun(JSON.stringify(run))).toEqual(run)
    expect(parseRun(`\uFEFF${JSON.stringify(run)}`)).toEqual(run)
  })

  test('has its keys in one order, however they were given', () => {
    const backwards = Object.fromEntries(Object.entries(run).reverse())
    expect(JSON.stringify(readRun(backwards))).toBe(JSON.stringify(readRun(run)))
  })

  test.each([
    ['{', 'DOCUMENT_NOT_JSON', /is not JSON/],
    ['['.repeat(1_000_000), 'DOCUMENT_NOT_JSON', /is not JSON/],
    ['null', 'DOCUMENT_UNKNOWN', /not a plimsoll document/],
    ['{}', 'DOCUMENT_UNKNOWN', /plimsoll\/run@1 document is needed/],
    ['{"schema":7}', 'DOCUMENT_UNKNOWN', /not a plimsoll document/],
    ['{"schema":"plimsoll/comparison@1"}', 'DOCUMENT_UNKNOWN', /is a "plimsoll\/comparison@1"/],
    ['{"schema":"plimsoll/run@0"}', 'DOCUMENT_UNKNOWN', /needed/],
    [
      '{"schema":"plimsoll/run@2"}',
      'DOCUMENT_NEWER',
      /plimsoll\/run@2 .* reads up to plimsoll\/run@1/,
    ],
    ['{"schema":"plimsoll/run@1"}', 'DOCUMENT_INVALID', /id: is missing/],
  ])('%#: is refused', (text, code, message) => {
    const error = refusal(() => parseRun(text, 'a.json'))
    expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringMatching(message) })
    expect(error.message).toMatch(/^a\.json /)
    expect(error.message).not.toContain('\n')
    expect(error.hint).toMatch(/^[A-Z].*[^\n]$/)
  })

  test('is refused with every problem, and where it is', () => {
    const broken = { ...run, seed: '1', note: null, extra: 1, labels: { 'a b': 2 } }
    const error = refusal(() => readRun(broken))
    expect([error.message, ...error.problems].join('\n')).toBe(
      [
        'The document is a broken plimsoll/run@1 document: seed: expected number, received string',
        'labels["a b"]: expected string, received number',
        'note: expected string, received null',
        'extra: unknown key',
      ].join('\n'),
    )
  })

  test('that is broken in many places is refused with the first ten', () => {
    const keys = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 1]))
    const { problems } = refusal(() => readRun({ ...run, ...keys }))
    expect(problems).toHaveLength(10)
    expect(problems.at(-1)).toBe('and 30 more')
  })
})

describe('what the schema forbids', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'two results with one key',
      { ...run, results: [run.results[0], run.results[0]] },
      /results\[1\]\.scenario\.key: another/,
    ],
    ['two stages with one name', twinStages(), /results\[0\]\.stages: two stages/],
    ['an id that is no ULID', { ...run, id: '../../etc/passwd' }, /^.*: id: must be a ULID/],
    ['a date that does not exist', { ...run, startedAt: '2026-02-30T00:00:00.000Z' }, /startedAt/],
    ['a date without milliseconds', { ...run, startedAt: '2026-02-20T00:00:00Z' }, /startedAt/],
    [
      'a short commit',
      { ...run, revision: { ...run.revision, commit: '8c1f0a2' } },
      /revision\.commit: must be a full hash/,
    ],
    ['an infinite number', withLatency({ mean: Number.POSITIVE_INFINITY }), /latency\.mean/],
    ['NaN', withLatency({ mean: Number.NaN }), /latency\.mean/],
    ['a fraction of an iteration', withLatency({ count: 0.5 }), /latency\.count/],
    ['a batch of none', withLatency({ batchSize: 0 }), /latency\.batchSize/],
    ['a negative spread', withLatency({ stddev: -1 }), /latency\.stddev/],
    [
      'percentiles that fall',
      withLatency({ p90: 1e9 }),
      /latency: min, the percentiles and max must not fall/,
    ],
    ['a median above the maximum', withLatency({ max: 1e6 }), /latency: min/],
    ['an interval upside down', withLatency({ medianCi95: [2, 1] }), /medianCi95: the low bound/],
    [
      'a histogram that is not base64',
      withLatency({ histogram: 'a b' }),
      /histogram: must be base64/,
    ],
    ['a note without end', { ...run, note: 'x'.repeat(10_001) }, /note: /],
    ['a NUL character', { ...run, note: 'a\0b' }, /note: holds a NUL/],
    ['half of a surrogate pair', { ...run, note: '\ud83d' }, /note: holds half/],
    ['half of a surrogate pair in a name', { ...run, labels: { '\ud83d': '' } }, /holds half/],
    [
      'a name that sets a prototype',
      JSON.parse(JSON.stringify(run).replace('"labels":{', '"labels":{"__proto__":"x"')),
      /__proto__: this name is not allowed/,
    ],
    ['a document without bottom', { ...run, labels: deep(100_000) }, /nested more than 64 deep/],
  ])('%s', (_, document, message) => {
    const error = refusal(() => readRun(document))
    expect(error.code).toBe('DOCUMENT_INVALID')
    expect(error.message).toMatch(message)
    expect(error.message.length).toBeLessThan(500)
  })

  test('a circle', () => {
    const circle: Record<string, unknown> = { ...run }
    circle.labels = { circle, again: circle }
    expect(refusal(() => readRun(circle)).code).toBe('DOCUMENT_INVALID')
  })

  test('escape codes in a key are shown, not sent to the terminal', () => {
    const error = refusal(() => readRun({ ...run, '\u001b[31mred\u202e': 1 }))
    expect(error.message).not.toMatch(/[\u001b\u202e]/)
    expect(error.message).toContain('u001b')
  })
})

test('smallest, largest and quantiles may differ by a histogram’s rounding', () => {
  const { p50 = 0 } = run.results[0]?.metrics.latency ?? {}
  expect(readRun(withLatency({ min: p50 * 1.001 }))).toBeDefined()
})

function deep(levels: number): unknown {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level++) value = { a: value }
  return value
}

describe('a comparison', () => {
  const comparison: Comparison = {
    schema: 'plimsoll/comparison@1',
    method: 'stored',
    current: { run: run.id, revision: run.revision, environment: run.environment },
    baseline: { name: 'main', run: run.id, revision: null, environment: run.environment },
    rule: { tolerancePercent: 5, unchangedWithinPercent: 10, thresholdMs: null, confidence: 0.99 },
    verdict: 'regressed',
    exitCode: 1,
    scenarios: [
      {
        key: 'a',
        name: 'a',
        category: '',
        verdict: 'regressed',
        reason: 'slower',
        metric: 'latency',
        clock: 'wall',
        ratio: 1.2,
        interval: [1.1, 1.3],
        confidence: 0.99,
        smallestDetectablePercent: 4,
        launches: { current: 5, baseline: 5 },
        currentNs: 120,
        baselineNs: 100,
        metrics: [],
        stages: [{ name: 's', verdict: 'unchanged', ratio: 1, interval: null, reason: '' }],
      },
    ],
    budgets: [],
    notes: [],
  }

  test('is read as it was written', () => {
    expect(readComparison(comparison)).toEqual(comparison)
  })

  test('is refused when it is a run, or broken', () => {
    expect(refusal(() => readComparison(run)).code).toBe('DOCUMENT_UNKNOWN')
    const broken = { ...comparison, verdict: 'better' }
    expect(refusal(() => readComparison(broken)).message).toContain('verdict: ')
  })
})

function twinStages(): unknown {
  const [result] = run.results
  return { ...run, results: [{ ...result, stages: [result?.stages[0], result?.stages[0]] }] }
}
