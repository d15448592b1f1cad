/** A stretch of time in a sound. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/** Milliseconds that two spans share; 0 when they don't touch. */
export function overlapMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs))
}
