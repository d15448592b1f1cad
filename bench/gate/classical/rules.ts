import { studentCdf } from '../../../src/stats/index.ts'

/** The rules that users have today: one process of each side, told apart by their samples. */

/** What one process measured, as tinybench reports it; ns. */
export interface PlainSamples {
  readonly samples: number
  readonly meanNs: number
  readonly stddevNs: number
  readonly medianNs: number
  /** Margin of error of the mean at 95 %. */
  readonly marginNs: number
}

/** One process of each side. */
export interface PlainPair {
  readonly baseline: PlainSamples
  readonly current: PlainSamples
  /** Two-sided, of the samples of both. */
  readonly mannWhitneyP: number
}

/** What a rule says: which way the change is, or none. */
export type Call = 'slower' | 'faster' | 'none'

/** A rule, as it is named in the table. */
export interface ClassicalRule {
  readonly name: string
  readonly call: (pair: PlainPair) => Call
}

const MEAN_BAND = 0.1
const SIGNIFICANT = 0.05
const MEDIAN_BAND = 0.03

export const classicalRules: readonly ClassicalRule[] = [
  { name: 'mean ± 10 %', call: (pair) => beyond(ratioOf(pair, 'meanNs'), MEAN_BAND) },
  {
    name: 'Welch p < .05',
    call: (pair) => (welchP(pair) < SIGNIFICANT ? beyond(ratioOf(pair, 'meanNs'), 0) : 'none'),
  },
  {
    name: 'Mann–Whitney p < .05 and median > 3 %',
    call: (pair) =>
      pair.mannWhitneyP < SIGNIFICANT ? beyond(ratioOf(pair, 'medianNs'), MEDIAN_BAND) : 'none',
  },
  { name: 'tinybench: margins of the means apart', call: marginsApart },
  {
    name: 'Vitest: toBeSlowerThan, toBeFasterThan',
    call: (pair) => beyond(ratioOf(pair, 'meanNs'), 0),
  },
]

function ratioOf({ current, baseline }: PlainPair, key: 'meanNs' | 'medianNs'): number {
  return current[key] / baseline[key]
}

function beyond(ratio: number, band: number): Call {
  if (ratio > 1 + band) return 'slower'
  return ratio < 1 - band ? 'faster' : 'none'
}

function marginsApart({ current, baseline }: PlainPair): Call {
  const apart = Math.abs(current.meanNs - baseline.meanNs) > current.marginNs + baseline.marginNs
  if (!apart) return 'none'
  return current.meanNs > baseline.meanNs ? 'slower' : 'faster'
}

/** Two-sided p of Welch's test on the means (B. L. Welch, Biometrika 34, 1947). */
export function welchP({ current, baseline }: PlainPair): number {
  const [one, other] = [varianceOfMean(current), varianceOfMean(baseline)]
  const error = one + other
  if (error === 0) return current.meanNs === baseline.meanNs ? 1 : 0
  const df = error ** 2 / (one ** 2 / (current.samples - 1) + other ** 2 / (baseline.samples - 1))
  const t = Math.abs(current.meanNs - baseline.meanNs) / Math.sqrt(error)
  return 2 * studentCdf(-t, df)
}

const varianceOfMean = ({ stddevNs, samples }: PlainSamples): number => stddevNs ** 2 / samples
