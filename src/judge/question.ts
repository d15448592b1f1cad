import type { Unit } from '../model/run.ts'
import type { Better, ChangeLimits } from './rule.ts'
import type { DirectionWords } from './words.ts'

/** One quantity on both sides, a number per launch, and how to judge it. */
export interface ChangeQuestion {
  readonly current: readonly number[]
  readonly baseline: readonly number[]
  readonly unit: Unit
  readonly better: Better
  readonly limits: ChangeLimits
  /** Of the interval, 0–1. */
  readonly confidence: number
  readonly words: DirectionWords
  /** What to do where nothing can be told; default: more launches, as many as would do. */
  readonly remedy?: string
  /** Why one launch of a side says nothing; default: that how launches differ is unknown. */
  readonly tooFew?: string
}
