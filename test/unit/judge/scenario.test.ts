import { describe, expect, it } from 'vitest'
import { detectRegression } from '../../../src/judge/index.ts'
import { resultOf } from './records.ts'

const STEADY = [1000, 1004, 996, 1002, 998]
const times = (factor: number, values: readonly number[] = STEADY) =>
  values.map((value) => value * factor)
const before = resultOf({ latency: STEADY })

describe('detectRegression', () => {
  it('calls a slowdown with its ratio, interval and reason', () => {
    const said = detectRegression(resultOf({ latency: times(1.124) }), before)
    expect(said).toMatchObject({
      key: 'parse',
      verdict: 'regressed',
      metric: 'latency',
      clock: 'wall',
      confidence: 0.99,
      launches: { current: 5, baseline: 5 },
    })
    expect(said.ratio).toBeCloseTo(1.124, 6)
    expect(said.currentNs).toBeCloseTo(1124, 0)
    expect(said.baselineNs).toBeCloseTo(1000, 0)
    expect(said.interval?.[0]).toBeGreaterThan(1.11)
    expect(said.interval?.[1]).toBeLessThan(1.14)
    expect(said.reason).toMatch(
      /^12\.4 % slower \(\+11\.\d … \+13\.\d %\), more than the tolerance of 5 %$/,
    )
  })

  it('calls an improvement, and what stayed the same', () => {
    expect(detectRegression(resultOf({ latency: times(0.9) }), before)).toMatchObject({
      verdict: 'improved',
      reason: expect.stringMatching(/^10\.0 % faster \(-/) as string,
    })
    expect(detectRegression(resultOf({ latency: times(1.01) }), before)).toMatchObject({
      verdict: 'unchanged',
      reason: expect.stringMatching(
        /^no change larger than 10 % either way: \+1\.0 % \(/,
      ) as string,
    })
  })

  it('says when the launches can’t tell, and how many would', () => {
    const now = resultOf({ latency: [1000, 1100, 950, 1150, 1020] })
    const said = detectRegression(now, before)
    expect(said.verdict).toBe('inconclusive')
    expect(said.reason).toMatch(
      /^5 launches a side can't tell: the interval \(-[\d.]+ … \+[\d.]+ %\) spans the limit; more launches a side \(--launches \d+\) narrow it$/,
    )
    expect(said.smallestDetectablePercent).toBeGreaterThan(10)
  })

  it('says when no reasonable number of launches would', () => {
    const now = resultOf({ latency: [1000, 1700, 800, 1500, 1020] })
    expect(
      detectRegression(now, resultOf({ latency: [1300, 900, 1600, 1000, 1400] })).reason,
    ).toMatch(/spans the limit; its launches differ so much that 40 a side would not do/)
  })

  it('says when a change is within the tolerance and still not shown to be small', () => {
    const now = resultOf({ latency: times(1.046, [1000, 1035, 965, 1020, 980]) })
    const said = detectRegression(now, before, { confidence: 0.9, unchangedWithinPercent: 6 })
    expect(said.verdict).toBe('inconclusive')
    expect(said.reason).toMatch(/within the tolerance of 5 %, but not shown to stay within 6 %/)
  })

  it('calls nothing from one launch', () => {
    const one = resultOf({ latency: [2000] })
    expect(detectRegression(one, before)).toMatchObject({
      verdict: 'inconclusive',
      ratio: expect.closeTo(2, 2) as number,
      interval: null,
      smallestDetectablePercent: null,
      reason: expect.stringContaining('only 1 launch in the current run') as string,
    })
    expect(detectRegression(before, one).reason).toContain('only 1 launch in the baseline')
    expect(detectRegression(one, one).reason).toContain('only 1 launch on either side')
  })

  it('takes launches as the unit: agreement inside a launch is no evidence', () => {
    // Launches of one code differ by 10 % while samples inside each differ by 0.5 %: 400 samples a launch, taken as
    // 2,000 independent ones, would show a difference of 5.6 % beyond any doubt.
    const now = resultOf({ latency: [1120, 990, 1080, 1105, 1000] })
    const then = resultOf({ latency: [960, 1090, 920, 1040, 1000] })
    const said = detectRegression(now, then)
    expect(said.ratio).toBeGreaterThan(1.05)
    expect(said.verdict).toBe('inconclusive')
    expect(said.interval?.[0]).toBeLessThan(0.95)
  })

  it('raises the tolerance to the scenario’s noise floor', () => {
    const now = resultOf({ latency: times(1.07) })
    const floors = { parse: 8 } as Readonly<Record<string, number>>
    const said = detectRegression(now, before, { noiseFloorPercent: (key) => floors[key] ?? 0 })
    expect(said.verdict).toBe('unchanged')
    expect(detectRegression(now, before).verdict).toBe('regressed')
  })

  it('never promises to detect less than the tolerance', () => {
    const said = detectRegression(before, before, { tolerancePercent: 20 })
    expect(said.smallestDetectablePercent).toBe(20)
  })

  it('copes with launches that are all alike', () => {
    const alike = resultOf({ latency: [5, 5, 5] })
    expect(detectRegression(alike, alike)).toMatchObject({ verdict: 'unchanged', interval: [1, 1] })
  })
})

describe('launches in modes', () => {
  const FAST = [1000, 1010, 990, 1005, 995]
  const MIXED = [1000, 5700, 1010, 5650, 5720]

  it('does not call what may be which mode each launch fell into', () => {
    // Nine launches of ten in the slow mode on one side, one of ten on the other: the interval leaves out 1.
    const now = resultOf({ latency: [1000, 1010, ...times(5, [...FAST, ...FAST])] })
    const then = resultOf({ latency: [5000, 5050, ...FAST, ...FAST] })
    const said = detectRegression(now, then)
    expect(said.interval?.[0]).toBeGreaterThan(1)
    expect(said.verdict).toBe('inconclusive')
    expect(said.reason).toMatch(
      /^launches of the current run fall into 2 modes \(2 near 1 µs, 10 near 5 µs\), launches of the baseline .* which mode each launch fell into$/,
    )
  })

  it('says so where the interval can’t tell', () => {
    const said = detectRegression(resultOf({ latency: MIXED }), resultOf({ latency: FAST }))
    expect(said.verdict).toBe('inconclusive')
    expect(said.reason).toContain('fall into 2 modes (2 near 1 µs, 3 near 5.69 µs)')
  })

  it('calls a change beyond every mode', () => {
    const now = resultOf({ latency: times(30, FAST) })
    const said = detectRegression(now, resultOf({ latency: MIXED }))
    expect(said.verdict).toBe('regressed')
    expect(said.reason).toContain('launches of the baseline fall into 2 modes')
  })
})

describe('stages and metrics', () => {
  it('makes the scenario red for a red stage, and names it', () => {
    const stages = { validate: times(0.1), send: times(0.8) }
    const then = resultOf({ latency: STEADY, stages })
    const now = resultOf({ latency: times(1.02), stages: { ...stages, validate: times(0.15) } })
    const said = detectRegression(now, then)
    expect(said.verdict).toBe('regressed')
    expect(said.ratio).toBeCloseTo(1.02, 6)
    expect(said.reason).toMatch(
      /^stage 'validate': 50\.0 % slower \(.*\), more than the tolerance of 5 %; as a whole: no change/,
    )
    expect(said.stages.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['validate', 'regressed'],
      ['send', 'unchanged'],
    ])
  })

  it('says in which stage a red scenario became slower', () => {
    const then = resultOf({ latency: STEADY, stages: { a: times(0.5), b: times(0.5) } })
    const now = resultOf({ latency: times(1.5), stages: { a: times(1), b: times(0.5) } })
    expect(detectRegression(now, then).reason).toMatch(
      /^50\.0 % slower .* tolerance of 5 %; in stage 'a' \(\+100 %\)$/,
    )
  })

  it('shares the allowance for error among the stages', () => {
    const noisy = [100, 103, 97, 101, 99]
    const width = (stages: Readonly<Record<string, readonly number[]>>): number => {
      const one = resultOf({ latency: STEADY, stages })
      const [lo, hi] = detectRegression(one, one).stages[0]?.interval ?? [1, 1]
      return hi - lo
    }
    expect(width({ a: noisy, b: noisy, c: noisy })).toBeGreaterThan(1.2 * width({ a: noisy }))
  })

  it('says the confidence of each part’s interval', () => {
    const stages = { a: times(0.2), b: times(0.3), c: times(0.4) }
    const metrics = { depth: { values: STEADY, kind: 'gauge' as const } }
    const one = resultOf({ latency: STEADY, stages, metrics })
    const said = detectRegression(one, one)
    for (const stage of said.stages) expect(stage.confidence).toBeCloseTo(1 - 0.01 / 3, 12)
    expect(said.stages).toHaveLength(3)
    expect(said.metrics[0]?.confidence).toBe(0.99)
  })

  it('makes no call on a stage that only some launches called', () => {
    const then = resultOf({ latency: STEADY, stages: { a: times(0.2) } })
    const slow = resultOf({ latency: STEADY, stages: { a: times(0.6) } })
    const launches = slow.launches.map((launch, index) =>
      index === 0 ? { ...launch, stages: [] } : launch,
    )
    const said = detectRegression({ ...slow, launches }, then)
    expect(said.verdict).toBe('unchanged')
    expect(said.stages).toMatchObject([{ name: 'a', verdict: 'inconclusive', interval: null }])
    expect(said.stages[0]?.reason).toContain(
      "in the current run, 1 of 5 launches has no 'a' of its own",
    )
  })

  it('shows stages that only one side has', () => {
    const now = resultOf({ latency: STEADY, stages: { fresh: times(0.5) } })
    const then = resultOf({ latency: STEADY, stages: { gone: times(0.5) } })
    const said = detectRegression(now, then)
    expect(said.verdict).toBe('unchanged')
    expect(said.stages.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['fresh', 'added'],
      ['gone', 'removed'],
    ])
  })

  it('judges other metrics by their own way, and lets none of them decide', () => {
    const values = [100, 101, 99, 100, 100]
    const metrics = (factor: number) => ({
      cpu: { values: times(factor, values), unit: 'ns' as const },
      hits: { values: times(factor, values), kind: 'gauge' as const, better: 'higher' as const },
      depth: { values: times(factor, values), kind: 'trend' as const },
      retries: { values: [0, 0, 0, 0, 0], kind: 'trend' as const, better: 'lower' as const },
    })
    const now = resultOf({ latency: STEADY, metrics: metrics(1.5) })
    const then = resultOf({ latency: STEADY, metrics: metrics(1) })
    const said = detectRegression(now, then)
    expect(said.verdict).toBe('unchanged')
    expect(said.metrics.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['cpu', 'regressed'],
      ['hits', 'improved'],
      ['depth', 'inconclusive'],
      ['retries', 'unchanged'],
    ])
    expect(said.metrics[2]?.reason).toContain('neither way is better')
    expect(said.metrics[3]).toMatchObject({ ratio: null, reason: '0 on both sides' })
  })

  it('does not compare a metric across units, nor one that has values of 0', () => {
    const now = resultOf({
      latency: STEADY,
      metrics: {
        size: { values: [1, 1, 1, 1, 1], unit: 'bytes', kind: 'gauge' },
        errors: { values: [0, 1, 0, 0, 0], kind: 'gauge', better: 'lower' },
      },
    })
    const then = resultOf({
      latency: STEADY,
      metrics: {
        size: { values: [1, 1, 1, 1, 1], unit: 'count', kind: 'gauge' },
        errors: { values: [0, 0, 0, 0, 0], kind: 'gauge', better: 'lower' },
      },
    })
    expect(detectRegression(now, then).metrics).toMatchObject([
      { verdict: 'not-comparable', reason: 'a gauge in bytes, was a gauge in count' },
      { verdict: 'inconclusive', reason: 'a launch has 0 or less: there is no ratio' },
    ])
  })
})

describe('what can’t be compared', () => {
  const failure = { code: 'THROWN', count: 1, example: 'no such file' }

  it.each([
    ['failed in the current run: no such file', { status: 'failed', errors: [failure] }, {}],
    ['failed in the baseline: no such file', {}, { status: 'failed', errors: [failure] }],
    ['gave no samples in the current run', { latency: [] }, {}],
    ['gave no samples in the baseline', {}, { latency: [] }],
    ['measured under Vitest, was under Node alone', { loader: 'vitest' }, {}],
  ] as const)('%s', (reason, now, then) => {
    const said = detectRegression(
      resultOf({ latency: STEADY, ...now }),
      resultOf({ latency: STEADY, ...then }),
    )
    expect(said).toMatchObject({ verdict: 'not-comparable', reason, ratio: null, stages: [] })
  })

  it('does not trust an invalid measurement', () => {
    const invalid = resultOf({ latency: STEADY, status: 'invalid' })
    expect(detectRegression(invalid, before).reason).toMatch(/^invalid in the current run: /)
  })

  it('does not compare latencies in different units', () => {
    const then = resultOf({ latency: STEADY })
    const { latency } = then.metrics
    if (latency === undefined) throw new Error('the record has a latency')
    const other = { ...then, metrics: { latency: { ...latency, unit: 'count' as const } } }
    expect(detectRegression(then, other).reason).toBe('latency in ns, was in count')
  })
})

describe('the threshold', () => {
  const slow = resultOf({ latency: times(500_000) })

  it('caps the current p95, whatever the ratio says', () => {
    const said = detectRegression(slow, slow, { thresholdMs: 500 })
    expect(said.verdict).toBe('regressed')
    expect(said.reason).toMatch(/^p95 650 ms is above the threshold of 500 ms; no change larger/)
    expect(detectRegression(slow, slow, { thresholdMs: 700 }).verdict).toBe('unchanged')
  })

  it('takes the median where there is no p95, and says so', () => {
    const batched = resultOf({ latency: times(500_000), has: [] })
    expect(detectRegression(batched, batched, { thresholdMs: 499 }).reason).toMatch(
      /^median \(there is no p95\) 500 ms is above the threshold of 499 ms/,
    )
    expect(detectRegression(batched, batched, { thresholdMs: 510 }).verdict).toBe('unchanged')
  })

  it('is not judged on a failed or invalid measurement', () => {
    const failed = resultOf({ latency: times(500_000), status: 'failed' })
    expect(detectRegression(failed, slow, { thresholdMs: 1 }).verdict).toBe('not-comparable')
  })
})
