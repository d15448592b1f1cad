/**
 * Units carried by the compiler: a duration in milliseconds can't be handed to code that counts nanoseconds.
 * A converter names both of its units.
 */

declare const unit: unique symbol

/** A number that carries the name of its unit in its type, and nothing at run time. */
export type Quantity<U extends string> = number & { readonly [unit]: U }

/** Nanoseconds: every time in a record. */
export type Ns = Quantity<'ns'>
/** Milliseconds: what users write. */
export type Ms = Quantity<'ms'>
/** Hundredths: 5 means 5 %. */
export type Percent = Quantity<'percent'>
/** Current divided by baseline: 1 means no change. */
export type Ratio = Quantity<'ratio'>

/** A plain number known to be nanoseconds. */
export const ns = (value: number): Ns => value as Ns
/** A plain number known to be milliseconds. */
export const ms = (value: number): Ms => value as Ms
/** A plain number known to be hundredths. */
export const percent = (value: number): Percent => value as Percent
/** A plain number known to be a ratio. */
export const ratio = (value: number): Ratio => value as Ratio

/** Nanoseconds in a millisecond. */
export const NS_PER_MS = 1e6

/** Milliseconds → nanoseconds. */
export const msToNs = (value: Ms): Ns => ns(value * NS_PER_MS)
/** Nanoseconds → milliseconds. */
export const nsToMs = (value: Ns): Ms => ms(value / NS_PER_MS)
/** Ratio → percent of change: 1.05 → 5. */
export const ratioToPercent = (value: Ratio): Percent => percent((value - 1) * 100)
/** Percent of change → ratio: 5 → 1.05. */
export const percentToRatio = (value: Percent): Ratio => ratio(1 + value / 100)
