import {
  changeIntervalText,
  changeText,
  groupThousands as group,
  joinBounds,
} from '../../kernel/change.ts'
import type { Interval, Unit } from '../../model/run.ts'

/**
 * Numbers as people read them: three significant digits, the unit that fits, thousands grouped. Locale-free, so that a
 * report reads the same everywhere.
 */

/** What stands for a number that was not measured. */
export const MISSING = '–'

interface Step {
  readonly factor: number
  readonly symbol: string
}

const STEPS: Readonly<Record<Unit, readonly [Step, ...Step[]]>> = {
  ns: [
    { factor: 1, symbol: 'ns' },
    { factor: 1e3, symbol: 'µs' },
    { factor: 1e6, symbol: 'ms' },
    { factor: 1e9, symbol: 's' },
  ],
  bytes: [
    { factor: 1, symbol: 'B' },
    { factor: 1e3, symbol: 'kB' },
    { factor: 1e6, symbol: 'MB' },
    { factor: 1e9, symbol: 'GB' },
  ],
  perSecond: [{ factor: 1, symbol: '/s' }],
  percent: [{ factor: 1, symbol: '%' }],
  count: [{ factor: 1, symbol: '' }],
}

/** From here on the next unit is easier to read: 3.67 ms, not 3,670 µs. */
const UNIT_LIMIT = 1000
/** So near to the smallest number of a row, what they differ by says more than the unit: 980 µs and 1,020 µs. */
const NEAR_FACTOR = 2

/** A quantity of which the number may be missing. */
export type Maybe = number | null | undefined

/** One quantity: `1.23 ms`, `45.6 kB`, `1,234 /s`; `–` when missing. */
export function formatQuantity(value: Maybe, unit: Unit): string {
  return isNumber(value) ? inStep(value, stepFor(value, unit)) : MISSING
}

/** Quantities that are read side by side: in the unit of the smallest, as long as they are below 1,000 of it or near to it. */
export function formatTogether(values: readonly Maybe[], unit: Unit): readonly string[] {
  const sizes = values.filter(isNumber).map(Math.abs)
  const smallest = Math.min(...sizes.filter((size) => size > 0))
  const shared = stepFor(smallest, unit)
  return values.map((value) => {
    if (!isNumber(value)) return MISSING
    const size = rounded(value)
    const fits = size / shared.factor < UNIT_LIMIT || size < smallest * NEAR_FACTOR
    return inStep(value, fits ? shared : stepFor(value, unit))
  })
}

/** `11.9 … 12.8 ms`; `–` when missing. */
export function formatInterval(interval: Interval | null | undefined, unit: Unit): string {
  if (!interval) return MISSING
  const [low = MISSING, high = MISSING] = formatTogether(interval, unit)
  return joinBounds(low, high)
}

/** The change that a ratio is: `+15.2 %`, `-3.1 %`, from eleven-fold on `×12.3`. */
export function formatChange(ratio: Maybe): string {
  return isNumber(ratio) ? changeText(ratio) : MISSING
}

/** `+11.0 … +19.1 %`; `–` when missing. */
export function formatChangeInterval(interval: Interval | null | undefined): string {
  return interval ? changeIntervalText(interval) : MISSING
}

/** How far an interval reaches from its centre, in hundredths of it: `±1.6 %`, at most `>±100 %`; `–` when missing. */
export function formatSpread(centre: number, interval: Interval | null | undefined): string {
  if (!interval || !(centre > 0)) return MISSING
  const reach = Math.max(centre - interval[0], interval[1] - centre, 0)
  const percent = (reach / centre) * 100
  // Beyond this the launches say nothing of where the median is, and digits would pretend otherwise.
  if (percent > 100) return '>±100 %'
  return percent >= 0.1 && percent < 10 ? `±${percent.toFixed(1)} %` : `±${formatPercent(percent)}`
}

/** Hundredths without a sign: `1.6 %`, `12 %`, `0.1 %` at least when not 0. */
export function formatPercent(value: number): string {
  if (!Number.isFinite(value)) return MISSING
  if (value > 0 && value < 0.1) return '<0.1 %'
  return `${value < 10 ? trimZeros(value.toFixed(1)) : group(Math.round(value).toString())} %`
}

/** A whole number with its thousands grouped: `1,234`. */
export function formatCount(value: number): string {
  return group(Math.round(value).toString())
}

/** `1 launch`, `1,234 launches`. */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

function isNumber(value: Maybe): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** Rounded as it will be shown, so that 999.7 µs becomes 1.00 ms and not 1,000 µs. */
function rounded(value: number): number {
  return Math.abs(Number(value.toPrecision(3)))
}

function stepFor(value: number, unit: Unit): Step {
  const steps = STEPS[unit]
  return steps.findLast((step) => rounded(value) >= step.factor && isNumber(value)) ?? steps[0]
}

function inStep(value: number, step: Step): string {
  const scaled = value / step.factor
  const whole = step.symbol !== 'ns' && step.factor === 1 && Number.isInteger(scaled)
  const text = whole ? group(scaled.toString()) : digits(scaled)
  return step.symbol === '' ? text : `${text} ${step.symbol}`
}

/** Three significant digits; everything before the decimal point in full. */
function digits(value: number): string {
  const size = rounded(value)
  if (size === 0) return '0'
  if (size >= 1000) return group(Math.round(value).toString())
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  return size >= 1 ? value.toFixed(2) : value.toPrecision(3)
}

const trimZeros = (text: string): string => text.replace(/\.0$/, '')
