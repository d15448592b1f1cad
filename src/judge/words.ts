import { changeIntervalText, changeText } from '../kernel/change.ts'
import type { Interval, Unit } from '../model/run.ts'

/** Numbers and changes in words, for reasons that a reader can act on. Percents are of change: +5 % = ratio 1.05. */

/** The direction words of a quantity: a latency is slower or faster, anything else higher or lower. */
export interface DirectionWords {
  readonly up: string
  readonly down: string
}

/** For times that users wait for. */
export const SPEED_WORDS: DirectionWords = { up: 'slower', down: 'faster' }
/** For everything else. */
export const LEVEL_WORDS: DirectionWords = { up: 'higher', down: 'lower' }

export { changeText }

/** `12.4 %`: one decimal below 100, none above. */
export function percentText(percent: number): string {
  const rounded = Math.abs(percent) < 100 ? Number(percent.toFixed(1)) : Math.round(percent)
  return `${rounded} %`
}

/** `(+9.1 … +15.9 %)`. */
export const intervalText = (interval: Interval): string => `(${changeIntervalText(interval)})`

/** A ratio in words: 1.124 → `12.4 % slower`; from eleven-fold on `×12.3 slower`. */
export function directionText(ratio: number, words: DirectionWords): string {
  return `${changeText(ratio).replace(/^[+-]/, '')} ${ratio >= 1 ? words.up : words.down}`
}

/** `5 launches`, `3 processes`, `1 launch`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : /(?:ch|ss)$/.test(noun) ? 'es' : 's'}`
}

const TIME_SCALE: readonly (readonly [from: number, text: string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
]
const BYTES_SCALE: readonly (readonly [from: number, text: string])[] = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'B'],
]

/** A number in a metric's unit, for a sentence: 620e6 ns → `620 ms`. Three significant digits. */
export function quantityText(value: number, unit: Unit): string {
  if (unit === 'ns') return scaled(value, TIME_SCALE)
  if (unit === 'bytes') return scaled(value, BYTES_SCALE)
  if (unit === 'percent') return percentText(value)
  return unit === 'perSecond' ? `${digits(value)}/s` : digits(value)
}

function scaled(value: number, scale: readonly (readonly [number, string])[]): string {
  const [from, text] = scale.find(([least]) => Math.abs(value) >= least) ?? [
    1,
    scale.at(-1)?.[1] ?? '',
  ]
  return `${digits(value / from)} ${text}`
}

const digits = (value: number): string =>
  String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)))

/** `2 of 5 launches have no p99 of their own`. @param what the thing they lack, in words */
export function lackingText(lacking: number, launches: number, what: string): string {
  const them = countText(launches, 'launch')
  return lacking === 1
    ? `1 of ${them} has no ${what} of its own`
    : `${lacking} of ${them} have no ${what} of their own`
}
