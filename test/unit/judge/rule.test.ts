import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PlimsollError } from '../../../src/kernel/errors.ts'
import { callVerdict, limitsFor, resolveRule, STORED_RULE } from '../../../src/judge/rule.ts'

const LIMITS = { tolerancePercent: 5, unchangedWithinPercent: 10 }
const change = (ratio: number, lo: number, hi: number) => ({ ratio, interval: [lo, hi] as const })

describe('the rule, case by case', () => {
  it.each([
    ['slower, shown, and by more than the tolerance', change(1.12, 1.09, 1.16), 'regressed'],
    [
      'slower by more than the tolerance, but the interval holds 1',
      change(1.12, 0.99, 1.27),
      'inconclusive',
    ],
    ['slower, shown, and exactly the tolerance', change(1.05, 1.02, 1.08), 'unchanged'],
    [
      'slower within the tolerance, and maybe beyond 10 %',
      change(1.04, 1.01, 1.11),
      'inconclusive',
    ],
    ['faster by more than the tolerance', change(0.9, 0.86, 0.94), 'improved'],
    ['5 % less is not beyond 1 ÷ 1.05', change(0.953, 0.93, 0.98), 'unchanged'],
    ['beyond 1 ÷ 1.05', change(0.952, 0.93, 0.98), 'improved'],
    ['within 10 % either way', change(1, 0.95, 1.05), 'unchanged'],
    ['exactly within', change(1, 1 / 1.1, 1.1), 'unchanged'],
    ['0.9 is beyond 1 ÷ 1.1', change(1, 0.9, 1.1), 'inconclusive'],
    ['it could be anything', change(1.02, 0.8, 1.3), 'inconclusive'],
  ] as const)('%s', (_, measured, verdict) => {
    expect(callVerdict(measured, LIMITS, 'lower')).toBe(verdict)
  })

  it('turns round where more is better, and calls nothing where neither way is', () => {
    const more = change(1.12, 1.09, 1.16)
    const less = change(0.9, 0.86, 0.94)
    expect(callVerdict(more, LIMITS, 'higher')).toBe('improved')
    expect(callVerdict(less, LIMITS, 'higher')).toBe('regressed')
    expect(callVerdict(more, LIMITS, undefined)).toBe('inconclusive')
    expect(callVerdict(less, LIMITS, undefined)).toBe('inconclusive')
    expect(callVerdict(change(1, 0.99, 1.01), LIMITS, undefined)).toBe('unchanged')
  })

  it('lets the noise floor raise the tolerance, never lower it', () => {
    expect(limitsFor(STORED_RULE, 8).tolerancePercent).toBe(8)
    expect(limitsFor(STORED_RULE, 2).tolerancePercent).toBe(5)
  })
})

const better = fc.constantFrom('lower' as const, 'higher' as const, undefined)
const percents = fc.double({ min: 0, max: 50, noNaN: true })
const measured = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([shift, below, above]) =>
    change(Math.exp(shift), Math.exp(shift - below), Math.exp(shift + above)),
  )

describe('the rule, whatever the numbers', () => {
  it('never makes more red with a larger tolerance', () => {
    fc.assert(
      fc.property(measured, better, percents, percents, (seen, way, one, other) => {
        const verdict = (tolerancePercent: number) =>
          callVerdict(seen, { ...LIMITS, tolerancePercent }, way)
        const stricter = verdict(Math.min(one, other))
        const looser = verdict(Math.max(one, other))
        expect(looser === 'regressed' && stricter !== 'regressed').toBe(false)
        expect(looser === 'improved' && stricter !== 'improved').toBe(false)
      }),
    )
  })

  it('never decides more from a wider interval', () => {
    const widening = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(measured, better, widening, widening, (seen, way, below, above) => {
        const [lo, hi] = seen.interval
        const wider = { ...seen, interval: [lo / (1 + below), hi * (1 + above)] as const }
        const before = callVerdict(seen, LIMITS, way)
        const after = callVerdict(wider, LIMITS, way)
        if (before === 'inconclusive') expect(after).toBe('inconclusive')
        if (after === 'regressed' || after === 'improved') expect(after).toBe(before)
      }),
    )
  })
})

describe('resolveRule', () => {
  it('has defaults for everything', () => {
    expect(resolveRule({})).toEqual({
      tolerancePercent: 5,
      unchangedWithinPercent: 10,
      thresholdMs: null,
      confidence: 0.99,
    })
    expect(resolveRule({ tolerancePercent: 0, thresholdMs: 500 })).toMatchObject({
      tolerancePercent: 0,
      thresholdMs: 500,
    })
  })

  it('names every number that makes no sense', () => {
    const options = {
      tolerancePercent: -1,
      unchangedWithinPercent: Number.NaN,
      thresholdMs: 0,
      confidence: 99,
    }
    const refusal = (() => {
      try {
        return resolveRule(options)
      } catch (error) {
        return error
      }
    })()
    expect(refusal).toBeInstanceOf(PlimsollError)
    expect(refusal).toMatchObject({ code: 'RULE_INVALID', exitCode: 2 })
    expect((refusal as PlimsollError).problems).toHaveLength(4)
  })
})
