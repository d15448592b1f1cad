/** What a CPU profile of one side of a duet says, as far as two of them can be compared. */

/** Own times of the functions that were seen, in a known number of iterations. */
export interface SideProfile {
  readonly iterations: number
  readonly functions: readonly OwnTime[]
}

/** The time that samples found a function running itself, not what it calls. */
export interface OwnTime {
  /** As the engine calls it: `parse`, `(anonymous)`, `(garbage collector)`. */
  readonly name: string
  /** The same for both sides; empty for what the engine does by itself. */
  readonly file: string
  /** 1-based, where the function begins; `null` where there is none. */
  readonly line: number | null
  /** In all iterations together. */
  readonly ns: number
  readonly samples: number
}
