import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../../src/model/comparison.ts'
import type { DuetLaunch } from '../../../../src/model/duet.ts'
import { duetStopRule, judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf, launchesOf, normals, type WrittenLaunch } from './evidence.ts'

/**
 * How often a duet errs, by simulation: whole duets whose true change is known, process by process through the stopping
 * rule. Seeded, so the shares asserted here are exact; the wider tables are in docs/statistics.md, "Duets".
 */

const DUETS = 250
const MOST_PROCESSES = 13

/** Draws ln ratio of one process, in percent. */
type Draw = (normal: () => number, launch: DuetLaunch['first']) => number

const steady =
  (spread: number): Draw =>
  (normal) =>
    spread * normal()
/** Student's t with 3 degrees of freedom. */
const heavy =
  (spread: number): Draw =>
  (normal) =>
    (spread * normal()) / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3)
const ordered: Draw = (normal, first) => normal() + (first === 'current' ? -3.5 : 3.5)
/** Every process off by 4 %, either way. */
const split: Draw = (normal) => 0.5 * normal() + (normal() > 0 ? 4 : -4)

/** The share of duets that got a verdict, in percent, when the true change is `percent`. */
function shares(draw: Draw, percent: number): (verdict: Verdict) => number {
  const normal = normals(20_261_122)
  const verdicts = Array.from({ length: DUETS }, () => play(draw, normal, percent))
  return (verdict) => (100 * verdicts.filter((one) => one === verdict).length) / DUETS
}

function play(draw: Draw, normal: () => number, percent: number): Verdict | undefined {
  const rule = duetStopRule()
  const written: WrittenLaunch[] = []
  let decided = false
  let first: DuetLaunch['first'] = 'current'
  while (!decided && written.length < MOST_PROCESSES) {
    const begins = written.length % 2 === 0
    first = begins ? (normal() > 0 ? 'current' : 'baseline') : other(first)
    written.push({ first, percent: percent + draw(normal, first) })
    decided = rule(launchesOf(written)).decided
  }
  const ended = decided ? 'decided' : 'time-budget'
  return judgeDuets([evidenceOf(written, { ended })])[0]?.verdict
}

const other = (side: DuetLaunch['first']): DuetLaunch['first'] =>
  side === 'current' ? 'baseline' : 'current'

describe('identical code', () => {
  it.each([
    ['0.7 % apart', steady(0.7), 1, 99],
    ['2 % apart', steady(2), 1, 99],
    ['3 % apart', steady(3), 1, 94],
    ['apart with heavy tails', heavy(1), 1, 99],
    ['faster in the side loaded first', ordered, 1, 99],
    ['off by 4 %, each one: the worst shape', split, 4, 0],
  ])(
    'is rarely called changed, and mostly shown unchanged: processes %s',
    (_, draw, called, unchanged) => {
      const share = shares(draw, 0)
      expect(share('regressed') + share('improved')).toBeLessThanOrEqual(called)
      expect(share('unchanged')).toBeGreaterThanOrEqual(unchanged)
    },
  )
})

describe('slower code', () => {
  it.each([
    ['+10 %, processes 3 % apart', steady(3), 10, 99],
    ['+5 %, processes 2 % apart', steady(2), 5, 99],
    ['+5 %, processes 3 % apart', steady(3), 5, 95],
    ['+5 %, heavy tails', heavy(1), 5, 98],
    ['+2 %, processes 0.7 % apart', steady(0.7), 2, 85],
    ['+2 %, heavy tails', heavy(1), 2, 70],
    ['+2 %, faster in the side loaded first', ordered, 2, 80],
  ])('is found: %s', (_, draw, percent, atLeast) => {
    expect(shares(draw, 100 * Math.log1p(percent / 100))('regressed')).toBeGreaterThanOrEqual(
      atLeast,
    )
  })

  it('is not called unchanged when it is 5 % slower', () => {
    expect(shares(heavy(2), 100 * Math.log(1.05))('unchanged')).toBeLessThanOrEqual(0.5)
  })
})

it('finds improvements as often as regressions', () => {
  const [slower, faster] = [shares(steady(1.5), 3), shares(steady(1.5), -3)]
  expect(Math.abs(slower('regressed') - faster('improved'))).toBeLessThan(5)
})
