import type { Unit } from '../../../src/model/run.ts'
import { formatQuantity, formatTogether } from '../../../src/show/text/quantity.ts'
import type { Histogram } from '../../../src/stats/index.ts'

/** Where values stand on a chart's x axis: positions are 0 (left) to 1 (right). */

export type ScaleKind = 'linear' | 'log'

/** From values to positions and back. */
export interface Scale {
  readonly kind: ScaleKind
  readonly from: number
  readonly to: number
  /** Within 0 … 1, whatever the value. */
  at(value: number): number
  valueAt(position: number): number
}

/** A labelled position. */
export interface Tick {
  readonly at: number
  readonly label: string
}

/** What an axis has to hold. */
export interface Domain {
  readonly from: number
  readonly to: number
  /** 0 where nothing is above 0: such values have no logarithms. */
  readonly leastPositive: number
}

/** A chart that reaches over more than this reads better in logarithms. */
const WIDE = 20
/** A limit so many times beyond what was measured is said in words: drawing it would squash everything else. */
const FAR = 4

/** Whole numbers that are told apart, at most. */
const MOST_WHOLE = 96

/**
 * Whether only whole numbers were recorded, few enough to be told apart: turns of a talk, say. A bucket may be wider than
 * its number.
 */
export function areWhole(histograms: readonly Histogram[]): boolean {
  const [min, max] = [
    Math.min(...histograms.map((histogram) => histogram.min)),
    Math.max(...histograms.map((histogram) => histogram.max)),
  ]
  return max - min < MOST_WHOLE && histograms.every(holdsWhole)
}

function holdsWhole(histogram: Histogram): boolean {
  for (const { from, to } of histogram.buckets()) {
    const half = histogram.ratio / 2
    if (to - from >= 1 || Math.floor(to + half) < Math.ceil(from - half)) return false
  }
  return true
}

/** All buckets of all histograms, to their edges: values are rounded to the nearest step, so half a step on either side. */
export function domainOf(histograms: readonly Histogram[]): Domain {
  const filled = histograms.filter(({ count }) => count > 0)
  const isWhole = areWhole(filled)
  const edges = filled.map((histogram) => {
    const half = isWhole ? 1 / 2 : histogram.ratio / 2
    return {
      from: histogram.min - half,
      to: histogram.max + half,
      leastPositive: leastPositiveOf(histogram),
    }
  })
  const positive = edges.map(({ leastPositive }) => leastPositive).filter((value) => value > 0)
  return {
    from: Math.min(...edges.map(({ from }) => from)),
    to: Math.max(...edges.map(({ to }) => to)),
    leastPositive: positive.length === 0 ? 0 : Math.min(...positive),
  }
}

function leastPositiveOf(histogram: Histogram): number {
  for (const { from, to } of histogram.buckets())
    if (from > 0 || to > 0) return from > 0 ? from : to
  return 0
}

/** With those limits in it that are near enough to be drawn. */
export function withLimits(domain: Domain, limits: readonly number[]): Domain {
  const near = limits.filter((limit) => limit >= 0 && isNear(limit, domain))
  return {
    ...domain,
    from: Math.min(domain.from, ...near),
    to: Math.max(domain.to, ...near),
    leastPositive: Math.min(domain.leastPositive, ...near.filter((limit) => limit > 0)),
  }
}

const isNear = (limit: number, { from, to }: Domain): boolean =>
  limit >= from / FAR && limit <= to * FAR

/** Logarithmic where what was measured spans much, and has logarithms. */
export const fittingKind = ({ from, to, leastPositive }: Domain): ScaleKind =>
  leastPositive > 0 && to / Math.max(from, leastPositive) > WIDE ? 'log' : 'linear'

/** A scale over a domain, with a little room on either side; linear where there are no logarithms. */
export function scaleOver(domain: Domain, kind: ScaleKind): Scale {
  return kind === 'log' && domain.leastPositive > 0 ? logScale(domain) : linearScale(domain)
}

/** Share of an axis that is left empty at either end. */
const MARGIN = 0.02

function linearScale({ from, to }: Domain): Scale {
  const room = (to - from) * MARGIN || Math.abs(to) * MARGIN || 1
  const low = from - room
  const span = to + room - low
  return {
    kind: 'linear',
    from: low,
    to: low + span,
    at: (value) => within((value - low) / span),
    valueAt: (position) => low + position * span,
  }
}

function logScale(domain: Domain): Scale {
  const least = Math.log(domain.from > 0 ? domain.from : domain.leastPositive)
  const most = Math.log(domain.to)
  const room = (most - least) * MARGIN || MARGIN
  const low = least - room
  const span = most + room - low
  return {
    kind: 'log',
    from: Math.exp(low),
    to: Math.exp(low + span),
    at: (value) => (value > 0 ? within((Math.log(value) - low) / span) : 0),
    valueAt: (position) => Math.exp(low + position * span),
  }
}

const within = (position: number): number => Math.min(1, Math.max(0, position))

/** Round values on a scale, at most `most` and as many as are round, labelled in units that fit. */
export function ticksOf(scale: Scale, unit: Unit, most: number): readonly Tick[] {
  const values =
    scale.kind === 'log'
      ? logTicks(scale, most)
      : roundValues(scale, most).filter((value) => value >= 0)
  const labels =
    scale.kind === 'log'
      ? values.map((value) => formatQuantity(value, unit))
      : formatTogether(values, unit)
  return values.map((value, index) => ({
    at: scale.at(value),
    label: withoutZeros(labels[index] ?? ''),
  }))
}

/** Round values between two: steps of 1, 2 or 5 times a power of ten. */
function roundValues({ from, to }: Pick<Scale, 'from' | 'to'>, most: number): readonly number[] {
  const rough = (to - from) / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10
  const step = factor * power
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor(to / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

const IN_DECADE = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]] as const

function logTicks(scale: Scale, most: number): readonly number[] {
  const first = Math.floor(Math.log10(scale.from))
  const decades = Math.ceil(Math.log10(scale.to)) - first + 1
  const every = Math.max(1, Math.ceil(Math.log10(scale.to / scale.from) / most))
  for (const factors of IN_DECADE) {
    const values = Array.from({ length: decades }, (_, index) => first + index)
      .filter((decade) => factors.length > 1 || (decade - first) % every === 0)
      .flatMap((decade) => factors.map((factor) => Number((factor * 10 ** decade).toPrecision(6))))
      .filter((value) => value >= scale.from && value <= scale.to)
    if (values.length < 2) break
    if (values.length <= most) return values
  }
  // Within less than a decade round values are as good as those of a linear axis.
  const round = roundValues(scale, most)
  return scale.to / scale.from < 10 ? round : [10 ** (first + 1)]
}

/** `10.0 ms` → `10 ms`. */
export const withoutZeros = (text: string): string =>
  text.replace(/\.(\d*?)0+(?=\D|$)/, (_, digits: string) => (digits === '' ? '' : `.${digits}`))
