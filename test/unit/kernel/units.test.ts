import { expect, test } from 'vitest'
import {
  type Ms,
  ms,
  msToNs,
  ns,
  nsToMs,
  percent,
  percentToRatio,
  ratio,
  ratioToPercent,
} from '../../../src/kernel/units.ts'

test('converters name both units and undo each other', () => {
  expect(msToNs(ms(1.5))).toBe(1_500_000)
  expect(nsToMs(ns(1_500_000))).toBe(1.5)
  expect(percentToRatio(percent(5))).toBe(1.05)
  expect(ratioToPercent(ratio(0.5))).toBe(-50)
})

test('the compiler keeps units apart', () => {
  // @ts-expect-error nanoseconds are not milliseconds
  const wrong: Ms = ns(1)
  expect(wrong).toBe(1)
})
