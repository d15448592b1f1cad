import { type ChangePointOptions, type ResolvedOptions, resolveOptions } from './change-point.ts'
import { demandsWhileTracking } from './demands.ts'
import { at } from '../summary/sorted.ts'
import type { Explanation } from './explanation.ts'
import { explainPlainly, search } from './search.ts'
import { standardise } from './standardise.ts'

/** A change that a {@link ChangePointTracker} has accepted. */
export interface TrackedChange {
  /** Position of the first value of the new level, 0-based, counted from the first value pushed. */
  readonly index: number
  /** Position of the value with which the change was seen. */
  readonly at: number
}

/** Values that are looked at: older ones say little about how noisy the machine is today. */
const MEMORY = 300
/** Kept beyond that, so that not every value moves all others. */
const SPARE = 60

/** The share of what is demanded of a change that has to show at a first, quick look. */
const HINT = 0.5

/**
 * Change points of a history that grows value by value. What was accepted stays, and is reported once: later values
 * raise nothing at or before it.
 */
export class ChangePointTracker {
  readonly #options: ResolvedOptions
  #values: number[] = []
  /** Position of the first value that is kept. */
  #start = 0
  /** Positions of accepted changes among the values that are kept, from {@link #start}. */
  #accepted: number[] = []

  /** Throws a RangeError on options that can't be. */
  constructor(options: ChangePointOptions = {}) {
    this.#options = resolveOptions(options)
  }

  /** Takes the next value; returns the change that it revealed, if any. Throws a RangeError if it is not finite. */
  push(value: number): TrackedChange | undefined {
    if (!Number.isFinite(value))
      throw new RangeError(`a value of a history must be finite, not ${value}`)
    this.#values.push(value)
    this.#forget()
    const cut = this.#look()
    if (cut === undefined) return undefined
    this.#accepted.push(cut)
    return { index: this.#start + cut, at: this.#start + this.#values.length - 1 }
  }

  #forget(): void {
    if (this.#values.length <= MEMORY + SPARE) return
    this.#values = this.#values.slice(SPARE)
    this.#start += SPARE
    this.#accepted = this.#accepted.map((cut) => cut - SPARE).filter((cut) => cut > 0)
  }

  /** The first change that is new: what is found at or beside the last one that was accepted is that one. */
  #look(): number | undefined {
    const demands = demandsWhileTracking(this.#options.leastLength)
    const known = (this.#accepted.at(-1) ?? 0) + demands.leastLength
    if (this.#values.length < known + demands.leastTail) return undefined
    const history = standardise(Float64Array.from(this.#values))
    if (history === undefined) return undefined
    const isNew = (cut: number): boolean => cut > known && cut < history.values.length
    const hint = { ...demands, gain: demands.gain * HINT }
    const plain = explainPlainly({ values: history.values, demands: hint })
    if (!plain.bounds.some(isNew)) return undefined
    const { explanation } = search({ values: history.values, demands })
    const cut = explanation.bounds.find(isNew)
    return cut !== undefined && stillHolds(explanation, cut) ? cut : undefined
  }
}

/** Whether the newest value lies closer to the level that follows a change than to the one before: else that is over. */
function stillHolds({ levels, bounds, residuals }: Explanation, cut: number): boolean {
  const last = levels.values.length - 1
  const newest = at(levels.values, last) - at(residuals.offset, last)
  const place = bounds.indexOf(cut)
  const before = levels.fit(at(bounds, place - 1), cut).level
  const after = levels.fit(cut, at(bounds, place + 1)).level
  return Math.abs(newest - after) < Math.abs(newest - before)
}
