import type { Result } from '../../../src/model/run.ts'
import { formatCount, formatPercent, formatQuantity } from '../../../src/show/text/quantity.ts'
import { Scroll } from '../parts/scroll.tsx'
import './waterfall.css'
import { layOutStages, type StageRow, type StageSpan, type Waterfall } from './waterfall-layout.ts'
import { shareText, shownStage, waterfallSentence } from './waterfall-words.ts'

/** Stages of a scenario: their place and share in the median iteration and in the slowest ones. Nothing without stages. */
export function StageWaterfall({
  result,
}: {
  readonly result: Pick<Result, 'metrics' | 'stages' | 'slowest' | 'scenario'>
}) {
  const waterfall = layOutStages(result)
  if (waterfall === undefined) return null
  const hasSlowest = waterfall.slowestNs !== null
  return (
    <figure class="waterfall" aria-label="Stages">
      <figcaption>
        {waterfallSentence(waterfall)}{' '}
        <span class="muted">
          Bars show which share of an iteration each stage takes, above of the median one
          {hasSlowest ? ', below (lighter, with a dashed edge) of the slowest' : ''}. When a stage
          began is not recorded: each is drawn behind the one before it.
        </span>
      </figcaption>
      <Scroll label={`Stages of ${shownStage(result.scenario.key)}, as a table with bars`}>
        <table>
          <Heading waterfall={waterfall} />
          <tbody>
            {waterfall.rows.map((row) => (
              <Row key={row.path} row={row} hasSlowest={hasSlowest} />
            ))}
            <Rest waterfall={waterfall} hasSlowest={hasSlowest} />
          </tbody>
        </table>
      </Scroll>
    </figure>
  )
}

function Heading({ waterfall }: { readonly waterfall: Waterfall }) {
  return (
    <thead>
      <tr>
        <th scope="col">Stage</th>
        <th scope="col" class="waterfall-bars">
          <span class="visually-hidden">Place in the iteration</span>
          <svg class="waterfall-axis" width="100%" height="16" aria-hidden="true">
            {[0, 50, 100].map((percent) => (
              <text
                key={percent}
                x={`${percent}%`}
                y="12"
                text-anchor={percent === 0 ? 'start' : percent === 100 ? 'end' : 'middle'}
              >
                {percent} %
              </text>
            ))}
          </svg>
        </th>
        <th scope="col" class="number">
          of the median
        </th>
        {waterfall.slowestNs === null ? null : (
          <th scope="col" class="number">
            of the slowest
          </th>
        )}
        <th scope="col" class="number">
          p50
        </th>
        <th scope="col" class="number">
          p95
        </th>
        <th scope="col" class="number">
          p99
        </th>
        <th scope="col" class="number">
          calls
        </th>
      </tr>
    </thead>
  )
}

function Row({ row, hasSlowest }: { readonly row: StageRow; readonly hasSlowest: boolean }) {
  const { metric, inShare } = row
  const unit = metric?.unit ?? 'ns'
  return (
    <tr>
      <th scope="row" style={{ paddingLeft: `${0.6 + Math.min(row.depth, 8) * 1.1}rem` }}>
        {row.depth === 0 ? null : <span aria-hidden="true">↳ </span>}
        {shownStage(row.name)}
        {inShare === null || inShare > 0.995 ? null : (
          <div class="muted">in {formatPercent(100 * inShare)} of the iterations</div>
        )}
      </th>
      <td class="waterfall-bars">
        <Bars median={row.median} slowest={row.slowest} colour={`depth-${row.depth % 3}`} />
      </td>
      <td class="number">{shareText(row.median)}</td>
      {hasSlowest ? <td class="number">{shareText(row.slowest)}</td> : null}
      <td class="number">{formatQuantity(metric?.p50, unit)}</td>
      <td class="number">{formatQuantity(metric?.p95, unit)}</td>
      <td class="number">{formatQuantity(metric?.p99, unit)}</td>
      <td class="number">{formatCount(row.calls)}</td>
    </tr>
  )
}

/** What no stage accounts for. */
function Rest(props: { readonly waterfall: Waterfall; readonly hasSlowest: boolean }) {
  const { median, slowest } = props.waterfall.rest
  if (median === null && slowest === null) return null
  return (
    <tr class="waterfall-rest">
      <th scope="row" class="muted">
        in no stage
      </th>
      <td class="waterfall-bars">
        <Bars median={median} slowest={slowest} colour="rest" />
      </td>
      <td class="number">{shareText(median)}</td>
      {props.hasSlowest ? <td class="number">{shareText(slowest)}</td> : null}
      <td class="number">{formatQuantity(median?.ns, 'ns')}</td>
      <td colSpan={3} />
    </tr>
  )
}

interface BarsProps {
  readonly median: StageSpan | null
  readonly slowest: StageSpan | null
  readonly colour: string
}

/** Its numbers stand beside it. */
function Bars({ median, slowest, colour }: BarsProps) {
  return (
    <svg class={`waterfall-drawing ${colour}`} width="100%" height="24" aria-hidden="true">
      <g class="grid">
        {[0, 25, 50, 75, 100].map((percent) => (
          <line key={percent} x1={`${percent}%`} x2={`${percent}%`} y1="0" y2="24" />
        ))}
      </g>
      {median === null ? null : <Bar span={median} y={2} height={slowest === null ? 20 : 11} />}
      {slowest === null ? null : (
        <Bar span={slowest} y={median === null ? 2 : 15} height={7} isSlow />
      )}
    </svg>
  )
}

function Bar(props: {
  readonly span: StageSpan
  readonly y: number
  readonly height: number
  readonly isSlow?: true
}) {
  const { span, y, height, isSlow } = props
  const [x, width] = [span.from, span.to - span.from].map((share) => `${(share * 100).toFixed(3)}%`)
  const shape = { x, y, width, height }
  // A border keeps the shortest visible, and tells the slow from the median where colours don't.
  return <rect class={isSlow === true ? 'slow' : 'median'} {...shape} />
}
