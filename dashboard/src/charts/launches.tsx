import type { Result } from '../../../src/model/run.ts'
import {
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatTogether,
  plural,
} from '../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../src/show/text/visible.ts'
import { Scroll } from '../parts/scroll.tsx'
import './launches.css'
import { type LaunchChart, type LaunchRow, layOutLaunches } from './launches-layout.ts'

/** Each launch's median with its interval, garbage collection and heap, side by side. */
export function Launches(props: { readonly result: Pick<Result, 'launches' | 'scenario'> }) {
  const { launches, scenario } = props.result
  const chart = layOutLaunches(launches)
  if (chart === undefined) return null
  return (
    <figure class="launches" aria-label="Launches">
      <figcaption>
        {launchesSentence(chart)}{' '}
        <span class="muted">
          A dot is the median of one launch, a fresh process; its line is {spreadText(chart)}.
        </span>
      </figcaption>
      <Scroll label={`Launches of ${shownKey(scenario.key)}, as a table with a chart`}>
        <table>
          <Heading chart={chart} />
          <tbody>
            {chart.rows.map((row) => (
              <Row key={row.number} row={row} chart={chart} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </figure>
  )
}

/** Longest name in a label. */
const NAME_LENGTH = 80

const shownKey = (key: string): string => visibleLine(clip(key, NAME_LENGTH))

/** Few samples have no interval. */
const spreadText = ({ rows }: LaunchChart): string =>
  rows.some(({ latency }) => latency?.medianCi95 === undefined)
    ? 'the 95 % interval within that launch, and where there are too few samples for one, a standard deviation either way'
    : 'the 95 % interval within that launch'

/** `7 launches, medians from 9.20 ms to 9.90 ms, in 2 modes: 57 % near 9.20 ms, 43 % near 12.3 ms.` */
function launchesSentence({ rows, modes }: LaunchChart): string {
  const medians = rows.flatMap(({ latency }) => latency?.p50 ?? [])
  const unit = rows.find(({ latency }) => latency !== undefined)?.latency?.unit ?? 'ns'
  const range =
    medians.length === 1
      ? formatQuantity(medians[0], unit)
      : formatInterval([Math.min(...medians), Math.max(...medians)], unit)
  const described = modes.map(
    ({ share, centre }) => `${formatPercent(100 * share)} near ${formatQuantity(centre, unit)}`,
  )
  const fall = modes.length < 2 ? '' : `, in ${modes.length} modes: ${described.join(', ')}`
  return `${plural(rows.length, 'launch', 'launches')}, ${medians.length === 1 ? 'median' : 'medians'} ${range}${fall}.`
}

function Heading({ chart: { from, to, rows } }: { readonly chart: LaunchChart }) {
  const unit = rows[0]?.latency?.unit ?? 'ns'
  const [low, high] = formatTogether([from, to], unit)
  return (
    <thead>
      <tr>
        <th scope="col">Launch</th>
        <th scope="col" class="launches-dots">
          <span class="visually-hidden">Median on one axis</span>
          <svg width="100%" height="16" aria-hidden="true">
            <text x="0%" y="12">
              {low}
            </text>
            <text x="100%" y="12" text-anchor="end">
              {high}
            </text>
          </svg>
        </th>
        {[
          'p50',
          '95 % interval',
          'p95',
          'collections',
          'spent in them',
          'heap an iteration',
          'busy',
          'warm-up',
        ].map((title) => (
          <th key={title} scope="col" class="number">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Row({ row, chart }: { readonly row: LaunchRow; readonly chart: LaunchChart }) {
  const { launch, latency, mode } = row
  const unit = latency?.unit ?? 'ns'
  const heap = launch.heapDeltaBytesPerIteration
  return (
    <tr>
      <th scope="row">
        {row.number}
        {mode === null ? null : <span class="muted"> mode {mode + 1}</span>}
      </th>
      <td class="launches-dots">
        <Dot row={row} chart={chart} />
      </td>
      <td class="number">{formatQuantity(latency?.p50, unit)}</td>
      <td class="number">{formatInterval(latency?.medianCi95, unit)}</td>
      <td class="number">{formatQuantity(latency?.p95, unit)}</td>
      <td class="number">{formatCount(launch.gcCount)}</td>
      <td class="number">{formatQuantity(launch.gcMs * 1e6, 'ns')}</td>
      <td class="number">{formatQuantity(heap, 'bytes')}</td>
      <td class="number">{formatPercent(100 * launch.eventLoopUtilization)}</td>
      <td class="number">{formatQuantity(launch.warmUpMs * 1e6, 'ns')}</td>
    </tr>
  )
}

/** Its numbers stand beside it. */
function Dot({ row, chart }: { readonly row: LaunchRow; readonly chart: LaunchChart }) {
  const colour = `series-${((row.mode ?? 0) % 8) + 1}`
  return (
    <svg class={`launches-drawing ${colour}`} width="100%" height="24" aria-hidden="true">
      {(chart.modes.length < 2 ? [] : chart.modes).map(({ at }, index) => (
        <line key={index} class="mode" x1={hundredths(at)} x2={hundredths(at)} y1="0" y2="24" />
      ))}
      {row.from === null || row.to === null ? null : (
        <line class="interval" x1={hundredths(row.from)} x2={hundredths(row.to)} y1="12" y2="12" />
      )}
      {row.at === null ? null : <circle cx={hundredths(row.at)} cy="12" r="5" />}
    </svg>
  )
}

const hundredths = (share: number): string => `${(share * 100).toFixed(3)}%`
