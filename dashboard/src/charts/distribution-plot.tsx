import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { formatPercent, formatQuantity } from '../../../src/show/text/quantity.ts'
import { type BinGrid, binGrid, binsOf, ecdfOf, shareUpTo } from './distribution-bins.ts'
import { type Scale, type Tick, ticksOf } from './distribution-scale.ts'
import type { ReadSeries } from './distribution-words.ts'
import type { DistributionMark } from './distribution-input.ts'

/**
 * Heights are in px and widths in hundredths, so that the drawing fits any width without being measured, on paper too.
 *
 *   labels of marks, each in a row of its own, so that they never touch
 *   histogram
 *   ECDF
 *   x axis
 */
const LABEL_ROW = 17
const HISTOGRAM = 150
const GAP = 14
const ECDF = 96
const AXIS = 24
/** Nested drawings are stretched to the chart's width from this one. */
const WIDE = 1000
/** Series are told apart by colour and by dashes. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3'] as const

interface PlotProps {
  readonly series: readonly ReadSeries[]
  readonly marks: readonly DistributionMark[]
  readonly scale: Scale
  /** What the drawing says, in a sentence. */
  readonly summary: string
}

/** Histograms above ECDFs on one axis. */
export function DistributionPlot(props: PlotProps) {
  const { series, marks, scale, summary } = props
  const [position, setPosition] = useState<number | undefined>(undefined)
  const grid = binGrid(
    series.map(({ histogram }) => histogram),
    scale,
  )
  const shares = series.map(({ histogram }) =>
    binsOf(histogram, grid).map((count) => count / histogram.count),
  )
  const highest = Math.max(...shares.flat())
  // Without marks the highest label of the axis needs room above its line.
  const top = Math.max(LABEL_ROW * marks.length, LABEL_ROW / 2)
  const bottom = belowOf(top) + ECDF
  return (
    <>
      <div class="distribution-plot">
        <YAxis top={top} highest={highest} />
        <svg
          class="distribution-drawing"
          role="img"
          aria-label={summary}
          width="100%"
          height={bottom + AXIS}
          onPointerMove={(event) => setPosition(positionOf(event))}
          onPointerLeave={() => setPosition(undefined)}
        >
          <Axis
            ticks={ticksOf(scale, series[0]?.unit ?? 'count', MOST_TICKS)}
            top={top}
            bottom={bottom}
          />
          <Shapes series={series} grid={grid} shares={shares} top={top} />
          {marks.map((mark, row) => (
            <Mark key={row} mark={mark} row={row} at={scale.at(mark.value)} bottom={bottom} />
          ))}
          {position === undefined ? null : <Reading at={position} top={top} bottom={bottom} />}
        </svg>
      </div>
      <p class="distribution-reading muted" aria-hidden="true">
        {position === undefined
          ? 'Point at the chart to read it.'
          : readingAt(position, series, scale)}
      </p>
    </>
  )
}

const MOST_TICKS = 7

/** Where the ECDF begins. */
const belowOf = (top: number): number => top + HISTOGRAM + GAP

function Reading({
  at,
  top,
  bottom,
}: {
  readonly at: number
  readonly top: number
  readonly bottom: number
}) {
  return <line class="reading" x1={hundredths(at)} x2={hundredths(at)} y1={top} y2={bottom} />
}

function Shapes(props: {
  readonly series: readonly ReadSeries[]
  readonly grid: BinGrid
  /** Of each series, in the bins. */
  readonly shares: readonly (readonly number[])[]
  readonly top: number
}) {
  const { series, grid, shares, top } = props
  const highest = Math.max(...shares.flat())
  return (
    <>
      <Lines top={top} below={belowOf(top)} />
      <Stretched y={top} height={HISTOGRAM}>
        {shares.map((each, index) => (
          <Shape key={index} index={index} path={binsPath(each, highest, grid)} isFilled />
        ))}
      </Stretched>
      <Stretched y={belowOf(top)} height={ECDF}>
        {series.map(({ histogram }, index) => (
          <Shape key={index} index={index} path={ecdfPath(ecdfOf(histogram, grid.scale))} />
        ))}
      </Stretched>
    </>
  )
}

const hundredths = (share: number): string => `${(share * 100).toFixed(3)}%`

function positionOf(event: PointerEvent & { readonly currentTarget: SVGSVGElement }): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return Math.min(1, Math.max(0, (event.clientX - left) / width))
}

/** `At 9.71 ms: 52 % of before, 48 % of after are at most that.` */
function readingAt(position: number, series: readonly ReadSeries[], scale: Scale): string {
  const value = scale.valueAt(position)
  const shares = series.map(({ name, histogram }) => {
    const share = formatPercent(100 * shareUpTo(histogram, value))
    return series.length === 1 ? `${share} of all samples` : `${share} of ${name}`
  })
  return `${shares.join(', ')}: at most ${formatQuantity(value, series[0]?.unit ?? 'count')}.`
}

/** Drawn in a space of its own, which is as wide as the chart is. */
function Stretched(props: {
  readonly y: number
  readonly height: number
  readonly children: ComponentChildren
}) {
  return (
    <svg
      x="0"
      y={props.y}
      width="100%"
      height={props.height}
      viewBox={`0 0 ${WIDE} 100`}
      preserveAspectRatio="none"
    >
      {props.children}
    </svg>
  )
}

function Shape(props: { readonly index: number; readonly path: string; readonly isFilled?: true }) {
  const { index, path, isFilled } = props
  return (
    <path
      class={`shape series-${(index % 8) + 1}${isFilled === true ? ' filled' : ''}`}
      d={path}
      stroke-dasharray={DASHES[index % DASHES.length]}
      vector-effect="non-scaling-stroke"
    />
  )
}

/** The outline of bars that stand side by side. */
function binsPath(shares: readonly number[], highest: number, { from, to }: BinGrid): string {
  const width = (to - from) / shares.length
  const x = (index: number): number => round((from + index * width) * WIDE)
  const steps = shares.map((share, index) => {
    const y = highest > 0 ? 100 - (share / highest) * 98 : 100
    return `L${x(index)} ${round(y)}H${x(index + 1)}`
  })
  return `M${x(0)} 100${steps.join('')}L${x(shares.length)} 100Z`
}

function ecdfPath(points: readonly { readonly at: number; readonly share: number }[]): string {
  const steps = points.map(({ at, share }) => `H${round(at * WIDE)}V${round(100 - share * 100)}`)
  return `M0 100${steps.join('')}H${WIDE}`
}

const round = (value: number): number => Math.round(value * 100) / 100

function Lines({ top, below }: { readonly top: number; readonly below: number }) {
  const heights = [top, top + HISTOGRAM, below, below + ECDF / 2, below + ECDF]
  return (
    <g class="grid">
      {heights.map((y) => (
        <line key={y} x1="0" x2="100%" y1={y} y2={y} />
      ))}
    </g>
  )
}

function YAxis({ top, highest }: { readonly top: number; readonly highest: number }) {
  const below = belowOf(top)
  const labels = [
    { y: top + 4, text: formatPercent(highest * (100 / 98) * 100) },
    { y: top + HISTOGRAM + 1, text: '0' },
    { y: below + 6, text: '100 %' },
    { y: below + ECDF / 2 + 4, text: '50 %' },
    { y: below + ECDF + 4, text: '0' },
  ]
  return (
    <svg class="distribution-heights" aria-hidden="true" width="52" height={below + ECDF + AXIS}>
      {labels.map(({ y, text }) => (
        <text key={y} x="46" y={y} text-anchor="end">
          {text}
        </text>
      ))}
    </svg>
  )
}

function Axis(props: {
  readonly ticks: readonly Tick[]
  readonly top: number
  readonly bottom: number
}) {
  const { ticks, top, bottom } = props
  return (
    <g class="axis" aria-hidden="true">
      {ticks.map(({ at, label }, index) => (
        <g key={at} class={index % 2 === 1 ? 'tick second' : 'tick'}>
          <line class="grid" x1={hundredths(at)} x2={hundredths(at)} y1={top} y2={bottom + 5} />
          <text x={hundredths(at)} y={bottom + 18} text-anchor={anchorAt(at)}>
            {label}
          </text>
        </g>
      ))}
    </g>
  )
}

/** Texts at the ends stay inside. */
function anchorAt(at: number): 'start' | 'middle' | 'end' {
  if (at < 0.06) return 'start'
  return at > 0.94 ? 'end' : 'middle'
}

function Mark(props: {
  readonly mark: DistributionMark
  readonly row: number
  readonly at: number
  readonly bottom: number
}) {
  const { mark, row, at, bottom } = props
  const isLeft = at < 0.6
  const colour = mark.kind === 'limit' ? 'limit' : `series-${((mark.series ?? 0) % 8) + 1}`
  const y = LABEL_ROW * (row + 1) - 4
  return (
    <g class={`mark ${colour}`} aria-hidden="true">
      <line x1={hundredths(at)} x2={hundredths(at)} y1={y - 10} y2={bottom} />
      <text x={hundredths(at)} dx={isLeft ? 5 : -5} y={y} text-anchor={isLeft ? 'start' : 'end'}>
        {mark.label}
      </text>
    </g>
  )
}
