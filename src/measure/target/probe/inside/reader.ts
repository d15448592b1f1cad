/** What is to be told, by series. */
export type Values = Record<string, number>

/** One thing that the probe looks at. */
export interface Reader {
  /** Adds what was seen since the last time. What can't be read is left out. */
  read(values: Values, elapsedMs: number): void
  /** Looks no more, and leaves nothing behind that costs time. */
  stop(): void
}
