import { groupThousands } from '../../../src/kernel/change.ts'
import type { Unit } from '../../../src/model/run.ts'
import { coresText } from '../../../src/show/text/load.ts'
import { formatQuantity, type Maybe, MISSING } from '../../../src/show/text/quantity.ts'

/** Where ticks are, and what stands beside them. */

/** What a chart's values are of; one unit for each chart. */
export type ChartUnit = Unit | 'bytesPerSecond' | 'timePerSecond' | 'cores'

/** A value by itself, as in a legend: `12.3 ms`. */
export function valueText(value: Maybe, unit: ChartUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING
  if (unit === 'cores') return coresText(value)
  if (unit === 'bytesPerSecond') return `${formatQuantity(value, 'bytes')}/s`
  if (unit === 'timePerSecond') return `${formatQuantity(value, 'ns')}/s`
  return formatQuantity(value, unit)
}

interface Step {
  readonly factor: number
  readonly symbol: string
}

const TIMES: readonly Step[] = [
  { factor: 1, symbol: 'ns' },
  { factor: 1e3, symbol: 'µs' },
  { factor: 1e6, symbol: 'ms' },
  { factor: 1e9, symbol: 's' },
]
const BYTES: readonly Step[] = [
  { factor: 1, symbol: 'B' },
  { factor: 1e3, symbol: 'kB' },
  { factor: 1e6, symbol: 'MB' },
  { factor: 1e9, symbol: 'GB' },
]
const perSecond = (steps: readonly Step[]): readonly Step[] =>
  steps.map(({ factor, symbol }) => ({ factor, symbol: `${symbol}/s` }))
const alone = (symbol: string): readonly Step[] => [{ factor: 1, symbol }]

const STEPS: Readonly<Record<ChartUnit, readonly Step[]>> = {
  ns: TIMES,
  bytes: BYTES,
  timePerSecond: perSecond(TIMES),
  bytesPerSecond: perSecond(BYTES),
  perSecond: alone('/s'),
  percent: alone('%'),
  count: alone(''),
  cores: alone('cores'),
}

/** Ticks of one axis, all in the unit of the largest: `0`, `5 ms`, `10 ms`. */
export function tickTexts(ticks: readonly number[], unit: ChartUnit): readonly string[] {
  const step = stepOf(Math.max(0, ...ticks.map(Math.abs)), unit)
  const distances = ticks.slice(1).map((tick, index) => (tick - (ticks[index] ?? 0)) / step.factor)
  const digits = Math.max(0, ...distances.map(decimalsOf))
  return ticks.map((tick) => tickText(tick / step.factor, step.symbol, digits))
}

/** Ticks of a logarithmic axis, each in its own unit. */
export const logTickTexts = (ticks: readonly number[], unit: ChartUnit): readonly string[] =>
  ticks.map((tick) => {
    const { factor, symbol } = stepOf(tick, unit)
    return tickText(tick / factor, symbol, decimalsOf(tick / factor))
  })

const stepOf = (size: number, unit: ChartUnit): Step => {
  const steps = STEPS[unit]
  return (
    steps.findLast(({ factor }) => size >= factor * 0.999) ?? steps[0] ?? { factor: 1, symbol: '' }
  )
}

function tickText(value: number, symbol: string, digits: number): string {
  if (value === 0) return '0'
  const [whole = '', fraction] = value.toFixed(digits).split('.', 2)
  const text =
    fraction === undefined ? groupThousands(whole) : `${groupThousands(whole)}.${fraction}`
  return symbol === '' ? text : `${text} ${symbol}`
}

/** So many digits behind the point tell a step of 1, 2 or 5 × 10ⁿ. */
const decimalsOf = (step: number): number =>
  step > 0 ? Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0

/** Round values from 0 (or the least) to the most, at most so many. */
export function linearTicks(min: number, max: number, most: number): readonly number[] {
  const step = roundStep((max - min) / Math.max(1, most))
  if (!(step > 0) || !Number.isFinite(step)) return [min]
  const [first, last] = [Math.ceil(min / step - 1e-9), Math.floor(max / step + 1e-9)]
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

/** 1, 2 or 5 × 10ⁿ, not below what is asked. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const digit = [1, 2, 5].find((each) => each * power >= least * (1 - 1e-9))
  return (digit ?? 10) * power
}

/** Where decades are few, some steps between them too. */
export function logTicks(min: number, max: number, most: number): readonly number[] {
  const decades = Math.log10(max / min)
  const digits = decades * 3 <= most ? [1, 2, 5] : [1]
  const every = digits.length > 1 ? 1 : Math.max(1, Math.ceil(decades / Math.max(1, most)))
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))]
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return powers
    .filter((power) => power % every === 0)
    .flatMap((power) => digits.map((digit) => digit * 10 ** power))
    .filter((tick) => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9))
}

/** Above everything that is drawn: a round value, so that the axis does not tremble as it is moved. */
export function roomFor(most: number): number {
  if (!(most > 0)) return 1
  const step = roundStep(most / 4)
  return Math.ceil((most * 1.02) / step) * step
}
