import type { BudgetVerdict } from '../../../../src/model/run.ts'

/** Where a budget's value, interval and limit stand on their axis, each 0–1. */
export interface BudgetDrawing {
  /** Where 0 is: a change may be below it. */
  readonly zero: number
  /** `null` = not measured. */
  readonly value: number | null
  readonly interval: readonly [number, number] | null
  readonly limit: number
}

/** Room behind the largest. */
const MARGIN = 1.1

/** From 0 (or below, where anything is) to the largest of limit, value and interval. */
export function layOutBudget({ value, interval, limit }: BudgetVerdict): BudgetDrawing {
  const all = [0, limit, ...(value === null ? [] : [value]), ...(interval ?? [])]
  const low = Math.min(...all) * MARGIN
  const high = Math.max(...all) * MARGIN
  const span = high - low || 1
  const place = (number: number): number => (number - low) / span
  return {
    zero: place(0),
    value: value === null ? null : place(value),
    interval: interval === null ? null : [place(interval[0]), place(interval[1])],
    limit: place(limit),
  }
}
