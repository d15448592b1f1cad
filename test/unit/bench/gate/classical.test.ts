import { describe, expect, test } from 'vitest'
import {
  type Call,
  classicalRules,
  type PlainPair,
  type PlainSamples,
  welchP,
} from '../../../../bench/gate/classical/rules.ts'

const steady: PlainSamples = {
  samples: 100,
  meanNs: 1000,
  stddevNs: 50,
  medianNs: 1000,
  marginNs: 10,
}

const pairOf = (current: Partial<PlainSamples>, mannWhitneyP = 0.001): PlainPair => ({
  baseline: steady,
  current: { ...steady, ...current },
  mannWhitneyP,
})

function callOf(name: string, pair: PlainPair): Call {
  const rule = classicalRules.find((each) => each.name.startsWith(name))
  if (rule === undefined) throw new RangeError(`no rule ${name}`)
  return rule.call(pair)
}

describe('mean ± 10 %', () => {
  test.each([
    [1101, 'slower'],
    [1099, 'none'],
    [901, 'none'],
    [899, 'faster'],
  ])('a mean of %d ns beside 1000 is %s', (meanNs, call) => {
    expect(callOf('mean', pairOf({ meanNs }))).toBe(call)
  })
})

describe('Welch', () => {
  test('p is that of t on as many degrees of freedom as Welch gives', () => {
    // t = 10 / sqrt(25 + 36) = 1.28037, df = 61² / (25²/99 + 36²/99) = 191.75
    const pair = pairOf({ meanNs: 1010, stddevNs: 60 })
    expect(welchP(pair)).toBeCloseTo(0.2019, 3)
    expect(callOf('Welch', pair)).toBe('none')
  })

  test('a small difference of many samples is called, whichever way', () => {
    expect(callOf('Welch', pairOf({ meanNs: 1020 }))).toBe('slower')
    expect(callOf('Welch', pairOf({ meanNs: 980 }))).toBe('faster')
  })

  test('samples that are all alike', () => {
    const still = { ...steady, stddevNs: 0 }
    expect(welchP({ baseline: still, current: still, mannWhitneyP: 1 })).toBe(1)
    expect(welchP({ baseline: still, current: { ...still, meanNs: 1001 }, mannWhitneyP: 1 })).toBe(
      0,
    )
  })
})

describe('Mann–Whitney and 3 %', () => {
  test.each([
    [1031, 0.04, 'slower'],
    [1029, 0.04, 'none'],
    [1031, 0.06, 'none'],
    [969, 0.04, 'faster'],
  ])('a median of %d ns with p = %d is %s', (medianNs, p, call) => {
    expect(callOf('Mann', pairOf({ medianNs }, p))).toBe(call)
  })
})

describe('what tinybench and Vitest users do', () => {
  test.each([
    [1021, 'slower'],
    [1019, 'none'],
    [979, 'faster'],
  ])('margins of 10 ns around %d and 1000 ns: %s', (meanNs, call) => {
    expect(callOf('tinybench', pairOf({ meanNs }))).toBe(call)
  })

  test('Vitest calls any difference of the means', () => {
    expect(callOf('Vitest', pairOf({ meanNs: 1001 }))).toBe('slower')
    expect(callOf('Vitest', pairOf({ meanNs: 999 }))).toBe('faster')
    expect(callOf('Vitest', pairOf({}))).toBe('none')
  })
})
