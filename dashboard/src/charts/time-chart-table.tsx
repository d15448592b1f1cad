import { useState } from 'preact/hooks'
import { valueText } from './axis.ts'
import { timeText } from './axis-time.ts'
import { type ChartContent, spanOf } from './time-chart-content.ts'
import type { TimeView } from './zoom-view.ts'

/** Rows that a table shows at most, evenly chosen. */
const MOST_ROWS = 120

/** The numbers of what is seen, for whoever asks. */
export function TimeTable(props: {
  readonly name: string
  readonly content: ChartContent
  readonly view: TimeView
}) {
  const { name, content, view } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Table<span class="visually-hidden"> of {name}</span>
      </summary>
      {isOpen ? <Rows name={name} content={content} view={view} /> : null}
    </details>
  )
}

function Rows(props: {
  readonly name: string
  readonly content: ChartContent
  readonly view: TimeView
}) {
  const { name, content, view } = props
  const { xs, series, unit } = content
  const [first, last] = spanOf(xs, view.seen.value)
  const every = Math.max(1, Math.ceil((last - first + 1) / MOST_ROWS))
  const rows = Array.from({ length: Math.max(0, Math.ceil((last - first + 1) / every)) })
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Table of ${name}`}>
      {every === 1 ? null : <p class="muted">Each {every}th point; zoom in to see all.</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">time</th>
            {series.map((each) => (
              <th key={each.name} scope="col" class="number">
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((_, row) => {
            const index = first + row * every
            return (
              <tr key={index}>
                <th scope="row">{timeText(xs[index] ?? 0)}</th>
                {series.map(({ name: of, values }) => (
                  <td key={of} class="number">
                    {valueText(values[index], unit)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
