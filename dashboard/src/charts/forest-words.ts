import type { Rule } from '../../../src/model/comparison.ts'
import {
  formatChange,
  formatChangeInterval,
  formatPercent,
} from '../../../src/show/text/quantity.ts'
import { formatConfidence } from '../../../src/show/text/sentences.ts'
import type { ForestChange } from './forest-scale.ts'

/** What a row of a forest plot shows, for whoever can't see it. */
export function changeSentence(
  { ratio, interval }: ForestChange,
  rule: Rule,
  confidence: number,
): string {
  if (ratio === null) return 'No change was measured.'
  const around =
    interval === null
      ? ', without an interval'
      : `, ${formatConfidence(confidence)} interval ${formatChangeInterval(interval)}`
  return `${formatChange(ratio)}${around}: ${placeOf(ratio, rule)}.`
}

function placeOf(ratio: number, { tolerancePercent, unchangedWithinPercent }: Rule): string {
  const distance = Math.exp(Math.abs(Math.log(ratio)))
  if (distance <= 1 + tolerancePercent / 100) {
    return `within the tolerance of ${formatPercent(tolerancePercent)}`
  }
  return distance <= 1 + unchangedWithinPercent / 100
    ? `beyond the tolerance of ${formatPercent(tolerancePercent)}`
    : `beyond ${formatPercent(unchangedWithinPercent)}`
}
