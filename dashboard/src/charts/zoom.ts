/** Which part of a time axis is seen: arithmetic only. Times are in ms from the start of the axis. */

/** A stretch of the axis; `toMs` is later than `fromMs`. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** Nobody looks closer than this: windows are a second long. */
export const SHORTEST_MS = 1000

export const lengthOf = ({ fromMs, toMs }: Stretch): number => toMs - fromMs

/** So much of the whole axis, moved into it where it hangs over, and never shorter than {@link SHORTEST_MS}. */
export function within(whole: Stretch, wanted: Stretch): Stretch {
  const most = lengthOf(whole)
  const lengthMs = Math.min(most, Math.max(Math.min(SHORTEST_MS, most), lengthOf(wanted)))
  const middleMs = (wanted.fromMs + wanted.toMs) / 2
  const earliest = lengthOf(wanted) === lengthMs ? wanted.fromMs : middleMs - lengthMs / 2
  const fromMs = Math.min(Math.max(earliest, whole.fromMs), whole.toMs - lengthMs)
  return { fromMs, toMs: fromMs + lengthMs }
}

/** Makes what is seen so many times as long, while what is at `atMs` stays where it is. */
export function scaledAt(seen: Stretch, factor: number, atMs: number): Stretch {
  return {
    fromMs: atMs - (atMs - seen.fromMs) * factor,
    toMs: atMs + (seen.toMs - atMs) * factor,
  }
}

/** Moves what is seen. */
export const movedBy = ({ fromMs, toMs }: Stretch, byMs: number): Stretch => ({
  fromMs: fromMs + byMs,
  toMs: toMs + byMs,
})

/** Two moments in either order. */
export const between = (oneMs: number, otherMs: number): Stretch => ({
  fromMs: Math.min(oneMs, otherMs),
  toMs: Math.max(oneMs, otherMs),
})

/** Whether two stretches look the same. */
export const isSame = (one: Stretch, other: Stretch): boolean =>
  Math.abs(one.fromMs - other.fromMs) < 0.5 && Math.abs(one.toMs - other.toMs) < 0.5

/** Reads `?from=&to=`; `undefined` = the whole axis, also where what is there makes no sense. */
export function stretchIn(query: URLSearchParams): Stretch | undefined {
  const [from, to] = [query.get('from'), query.get('to')]
  if (from === null || to === null || from === '' || to === '') return undefined
  const [fromMs, toMs] = [Number(from), Number(to)]
  const isSensible =
    Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs >= 0 && toMs > fromMs
  return isSensible ? { fromMs, toMs } : undefined
}

/** For the address. */
export const queryOf = (
  stretch: Stretch | undefined,
): { readonly from: string | undefined; readonly to: string | undefined } => ({
  from: stretch === undefined ? undefined : String(Math.round(stretch.fromMs)),
  to: stretch === undefined ? undefined : String(Math.round(stretch.toMs)),
})
