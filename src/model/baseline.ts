/** What a baseline is set from. */
export interface NewBaseline {
  readonly name: string
  readonly run: string
  /** Why, for an intended change; empty otherwise. */
  readonly reason: string
  /** ISO 8601. */
  readonly setAt: string
}

/** A named pointer to a run. */
export interface Baseline extends NewBaseline {
  /** 1 for the first that `name` pointed at. */
  readonly version: number
}
