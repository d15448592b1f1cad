import type { RateStage } from '../../../model/load.ts'

/**
 * The rate of an open schedule over time, and its integral N(t), the arrivals that are due by t, both ways: how many by
 * when, and when so many. Every stage is a straight line, so N is a parabola in each and both are closed forms: nothing
 * adds up from arrival to arrival, and the last of a day is as exact as the first.
 */

/** A stage with what came before it. */
export interface RatePiece {
  readonly startMs: number
  readonly durationMs: number
  readonly fromPerMs: number
  /** Change of the rate, per ms and ms. */
  readonly slope: number
  /** N at its start and end. */
  readonly startCount: number
  readonly endCount: number
}

const MS_PER_SECOND = 1000

/** The pieces in their order; behind them, a last one in which nothing happens any more. */
export function ratePieces(stages: readonly RateStage[]): readonly RatePiece[] {
  const pieces: RatePiece[] = []
  let startMs = 0
  let startCount = 0
  for (const { durationMs, fromPerSecond, toPerSecond } of stages) {
    const fromPerMs = fromPerSecond / MS_PER_SECOND
    const slope = durationMs === 0 ? 0 : (toPerSecond - fromPerSecond) / MS_PER_SECOND / durationMs
    const meanPerSecond = (fromPerSecond + toPerSecond) / 2
    const endCount = withoutRounding(startCount + (meanPerSecond * durationMs) / MS_PER_SECOND)
    pieces.push({ startMs, durationMs, fromPerMs, slope, startCount, endCount })
    startMs += durationMs
    startCount = endCount
  }
  return [...pieces, endPiece(startCount)]
}

const endPiece = (count: number): RatePiece => ({
  startMs: Number.POSITIVE_INFINITY,
  durationMs: 0,
  fromPerMs: 0,
  slope: 0,
  startCount: count,
  endCount: Number.POSITIVE_INFINITY,
})

/** Rounding of a sum of rates × durations; far below what anyone asks for, far above what floats lose. */
const ROUNDING = { least: 1e-9, share: 1e-12 }

/** 3 × 33.3̅/s is 100/s, and not one arrival more. */
function withoutRounding(count: number): number {
  const whole = Math.round(count)
  const slack = Math.max(ROUNDING.least, whole * ROUNDING.share)
  return Math.abs(count - whole) <= slack ? whole : count
}

/** Solves N for t, for counts that never descend from call to call. */
export class RateCursor {
  readonly #pieces: readonly RatePiece[]
  #index = 0
  #piece: RatePiece

  /** @param pieces as {@link ratePieces} makes them */
  constructor(pieces: readonly RatePiece[]) {
    this.#pieces = pieces
    this.#piece = pieceAt(pieces, 0)
  }

  /** When N passes `count`, in ms: the last moment at which it is not more. Infinity beyond the end. */
  timeOf(count: number): number {
    while (count >= this.#piece.endCount) this.#piece = pieceAt(this.#pieces, ++this.#index)
    return this.#piece.startMs + elapsedUntil(this.#piece, count - this.#piece.startCount)
  }
}

/**
 * The root of from·t + slope·t²/2 = count, in the form that loses no digits where the rate starts at 0 or hardly moves
 * (W. H. Press et al., Numerical Recipes, 3rd ed., §5.6).
 */
function elapsedUntil({ fromPerMs, slope, durationMs }: RatePiece, count: number): number {
  if (count <= 0) return 0
  const root = Math.sqrt(Math.max(0, fromPerMs * fromPerMs + 2 * slope * count))
  return Math.min(durationMs, (2 * count) / (fromPerMs + root))
}

/** N at the end: the mean number of arrivals. */
export const totalCount = (pieces: readonly RatePiece[]): number =>
  pieceAt(pieces, pieces.length - 1).startCount

/** N(t). */
export function countAt(pieces: readonly RatePiece[], atMs: number): number {
  const piece = pieces.findLast(({ startMs }) => startMs <= atMs)
  if (piece === undefined) return 0
  const elapsedMs = atMs - piece.startMs
  if (elapsedMs >= piece.durationMs) return piece.endCount
  return piece.startCount + elapsedMs * (piece.fromPerMs + (piece.slope * elapsedMs) / 2)
}

function pieceAt(pieces: readonly RatePiece[], index: number): RatePiece {
  const piece = pieces[index]
  if (piece === undefined) throw new RangeError('a rate line has no pieces')
  return piece
}
