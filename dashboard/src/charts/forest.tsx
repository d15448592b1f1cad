import type { ComponentChildren } from 'preact'
import type { Rule, Verdict } from '../../../src/model/comparison.ts'
import type { Interval } from '../../../src/model/run.ts'
import { formatPercent } from '../../../src/show/text/quantity.ts'
import './forest.css'
import { type ForestChange, type ForestScale, forestTicks } from './forest-scale.ts'
import { changeSentence } from './forest-words.ts'

/**
 * A forest plot, row by row, so that each row can stand in a table beside its numbers: the change with its interval on a
 * logarithmic axis, over the tolerance and the band within which nothing counts as changed. Widths are in hundredths:
 * the drawing fits any width without being measured, on paper too.
 */

/** What one row shows. */
export interface ForestRowProps extends ForestChange {
  readonly verdict: Verdict
  readonly scale: ForestScale
  readonly rule: Rule
  /** Of the interval, 0–1. */
  readonly confidence: number
  /** The smallest change that could have been called; `null` = none, or not known. */
  readonly detectablePercent: number | null
}

const percent = (position: number): string => `${Number((position * 100).toFixed(3))}%`

/** One change. */
export function ForestRow(props: ForestRowProps) {
  const { ratio, interval, verdict, scale, rule, confidence, detectablePercent } = props
  return (
    <svg
      class={`forest-row ${verdict}`}
      width="100%"
      height="100%"
      role="img"
      aria-label={changeSentence({ ratio, interval }, rule, confidence)}
    >
      <Ground scale={scale} rule={rule} />
      {detectablePercent === null ? null : (
        <Detectable scale={scale} detectablePercent={detectablePercent} />
      )}
      {interval === null ? null : <Whisker scale={scale} interval={interval} ratio={ratio ?? 1} />}
      {ratio === null ? null : <Point scale={scale} ratio={ratio} verdict={verdict} />}
    </svg>
  )
}

/** Both bands, and "no change". */
function Ground({ scale, rule }: { readonly scale: ForestScale; readonly rule: Rule }) {
  const { tolerancePercent, unchangedWithinPercent } = rule
  return (
    <>
      <Band scale={scale} within={unchangedWithinPercent} name="wide" />
      <Band scale={scale} within={tolerancePercent} name="tolerance" />
      <line class="no-change" x1="50%" x2="50%" y1="0" y2="100%" />
    </>
  )
}

function Band(props: {
  readonly scale: ForestScale
  readonly within: number
  readonly name: 'tolerance' | 'wide'
}) {
  const { scale, within, name } = props
  const [from, to] = [scale.at(1 / (1 + within / 100)), scale.at(1 + within / 100)]
  return (
    <>
      <rect
        class={`band ${name}`}
        x={percent(from)}
        width={percent(to - from)}
        y="0"
        height="100%"
      />
      {[from, to].map((at, index) => (
        <line
          key={index}
          class={`edge ${name}`}
          x1={percent(at)}
          x2={percent(at)}
          y1="0"
          y2="100%"
        />
      ))}
    </>
  )
}

/** Beneath the interval, either way. */
function Detectable(props: { readonly scale: ForestScale; readonly detectablePercent: number }) {
  const { scale, detectablePercent } = props
  const factor = 1 + detectablePercent / 100
  return (
    <>
      {[1 / factor, factor]
        .filter((ratio) => scale.holds(ratio))
        .map((ratio) => (
          <svg key={ratio} x={percent(scale.at(ratio))} y="50%" overflow="visible">
            <path class="detectable" d={DETECTABLE} />
          </svg>
        ))}
    </>
  )
}

const DETECTABLE = 'M0 6L4.5 12.5H-4.5Z'
const CAP = 4

/** The interval; where it reaches beyond the axis, an arrow, unless the change itself stands there and points on. */
function Whisker(props: {
  readonly scale: ForestScale
  readonly interval: Interval
  readonly ratio: number
}) {
  const { scale, interval, ratio } = props
  const [from, to] = [scale.at(interval[0]), scale.at(interval[1])]
  return (
    <>
      <line class="whisker" x1={percent(from)} x2={percent(to)} y1="50%" y2="50%" />
      {interval.map((bound, index) =>
        scale.holds(bound) || scale.holds(ratio) ? (
          <End key={index} at={scale.at(bound)} shape={endOf(scale, bound)} />
        ) : null,
      )}
    </>
  )
}

const endOf = (scale: ForestScale, bound: number): keyof typeof ENDS =>
  scale.holds(bound) ? 'cap' : bound > 1 ? 'right' : 'left'

const ENDS = {
  cap: `M0 ${-CAP}V${CAP}`,
  left: 'M7 -5L1 0L7 5',
  right: 'M-7 -5L-1 0L-7 5',
} as const

const End = ({ at, shape }: { readonly at: number; readonly shape: keyof typeof ENDS }) => (
  <svg x={percent(at)} y="50%" overflow="visible">
    <path class="whisker" d={ENDS[shape]} />
  </svg>
)

/** What moved points to where it moved; the rest is round, and hollow where nothing could be shown. */
function Point(props: {
  readonly scale: ForestScale
  readonly ratio: number
  readonly verdict: Verdict
}) {
  const { scale, ratio, verdict } = props
  const moved = verdict === 'regressed' || verdict === 'improved'
  const inset = scale.holds(ratio) ? 0 : ratio > 1 ? -8 : 8
  return (
    <svg x={percent(scale.at(ratio))} y="50%" overflow="visible">
      {moved ? (
        <path
          class="point"
          d={ratio >= 1 ? 'M7 0L-5 -6.5V6.5Z' : 'M-7 0L5 -6.5V6.5Z'}
          transform={`translate(${inset})`}
        />
      ) : (
        <circle class="point" cx={inset} r="4.5" />
      )}
    </svg>
  )
}

/** The axis above the rows. */
export function ForestAxis({ scale }: { readonly scale: ForestScale }) {
  return (
    <svg class="forest-axis" width="100%" height="38" aria-hidden="true">
      <text class="side" x="0" y="11">
        ← faster
      </text>
      <text class="side end" x="100%" y="11">
        slower →
      </text>
      {forestTicks(scale).map(({ at, label }) => (
        <g key={label}>
          <line class="tick" x1={percent(at)} x2={percent(at)} y1="32" y2="38" />
          <text class={tickClass(at)} x={percent(at)} y="28">
            {label}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** Labels at the very edge stand inside. */
const tickClass = (at: number): string => (at < 0.04 ? 'start' : at > 0.96 ? 'end' : 'middle')

/** What the signs of a forest plot mean. */
export function ForestLegend(props: { readonly rule: Rule; readonly hasFloors: boolean }) {
  const { rule, hasFloors } = props
  const { tolerancePercent, unchangedWithinPercent } = rule
  return (
    <ul class="forest-legend" aria-label="What the plot shows">
      <Sign words="slower or faster, with its interval">
        <path class="whisker" d="M0 8H28M0 4V12M28 4V12" />
        <path class="point" d="M20 8L8 1.5V14.5Z" />
      </Sign>
      <Sign words="not decided">
        <path class="whisker" d="M0 8H28M0 4V12M28 4V12" />
        <circle class="point hollow" cx="14" cy="8" r="4.5" />
      </Sign>
      <Sign
        words={`tolerance, ${formatPercent(tolerancePercent)}${hasFloors ? '; wider: the noise floor of a scenario' : ''}`}
      >
        <rect class="band tolerance" width="28" height="16" />
        <path class="edge tolerance" d="M0.5 0V16M27.5 0V16" />
      </Sign>
      <Sign words={`unchanged when wholly within ${formatPercent(unchangedWithinPercent)}`}>
        <rect class="band wide" width="28" height="16" />
        <path class="edge wide" d="M0.5 0V16M27.5 0V16" />
      </Sign>
      <Sign words="smallest change that could have been called">
        <path class="detectable" d={DETECTABLE} transform="translate(14 -1)" />
      </Sign>
    </ul>
  )
}

function Sign(props: { readonly words: string; readonly children: ComponentChildren }) {
  return (
    <li>
      <svg width="28" height="16" aria-hidden="true">
        {props.children}
      </svg>
      {props.words}
    </li>
  )
}
