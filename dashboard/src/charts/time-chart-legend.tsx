import type { ReadonlySignal } from '@preact/signals'
import { type ChartUnit, valueText } from './axis.ts'
import type { SeriesLook } from './axis-ink.ts'
import { timeText } from './axis-time.ts'
import { type ChartContent, nearest, spanOf } from './time-chart-content.ts'
import type { TimeView } from './zoom-view.ts'

/** What the lines of a chart are, with their values where the pointer is; without one, the most of what is seen. */
export function TimeLegend(props: {
  readonly content: ChartContent
  readonly view: TimeView
  readonly isNear: ReadonlySignal<boolean>
}) {
  const { content, view, isNear } = props
  const { unit, series, limits = [], curves = [] } = content
  const reading = readingOf(content, view, isNear.value)
  return (
    <ul class="time-legend">
      <li class="when">{reading.when}</li>
      {series.map(({ name, look }, index) => (
        <li key={name}>
          <SeriesSign look={look} />
          <span class="name">{name}</span>
          <span class="value">{valueText(reading.values[index], unit)}</span>
        </li>
      ))}
      {curves.map(({ name, look }) => (
        <li key={name}>
          <SeriesSign look={look} />
          <span class="name">{name}</span>
        </li>
      ))}
      {limits.map(({ name, value }) => (
        <LegendLimit key={name} name={name} value={value} unit={unit} />
      ))}
    </ul>
  )
}

function LegendLimit(props: {
  readonly name: string
  readonly value: number
  readonly unit: ChartUnit
}) {
  const { name, value, unit } = props
  return (
    <li>
      <SeriesSign look={{ colour: 'error', dash: [8, 4] }} />
      <span class="name">{name}</span>
      <span class="value">{valueText(value, unit)}</span>
    </li>
  )
}

/** A short piece of the line. */
const SeriesSign = ({ look }: { readonly look: SeriesLook }) => (
  <svg class="series-sign" viewBox="0 0 24 8" aria-hidden="true">
    <line
      x1="0"
      y1="4"
      x2="24"
      y2="4"
      stroke={`var(--${look.colour})`}
      stroke-dasharray={look.dash.join(' ')}
    />
  </svg>
)

interface Reading {
  readonly when: string
  readonly values: readonly (number | null)[]
}

/** Charts that nobody sees need no numbers. */
function readingOf(content: ChartContent, view: TimeView, isNear: boolean): Reading {
  const at = isNear ? view.cursorMs.value : undefined
  if (at !== undefined) {
    const index = nearest(content.xs, at)
    const when = `at ${timeText(content.xs[index] ?? at)}`
    return { when, values: content.series.map(({ values }) => values[index] ?? null) }
  }
  // While it moves nobody can read them either.
  const seen = !isNear || view.isMoving.value ? view.seen.peek() : view.seen.value
  const [first, last] = spanOf(content.xs, seen)
  return {
    when: 'at most',
    values: content.series.map(({ values }) => mostOf(values, first, last)),
  }
}

function mostOf(values: readonly (number | null)[], first: number, last: number): number | null {
  let most: number | null = null
  for (let index = first; index <= last; index++) {
    const value = values[index] ?? null
    if (value !== null && (most === null || value > most)) most = value
  }
  return most
}
