import { useMemo, useState } from 'preact/hooks'
import type { HistorySeries } from '../../../../src/model/history.ts'
import { isMoving, withoutText } from '../../../../src/show/text/history.ts'
import { layOutHistory, timesOf } from '../../charts/history-chart-layout.ts'
import { HistoryChart } from '../../charts/history-chart.tsx'
import { refine, route } from '../../routing/route.ts'
import { Changes } from './changes.tsx'
import type { Look } from './look.ts'
import { Readout } from './readout.tsx'
import { PointTable } from './table.tsx'
import { nowFacts, pointText, shown, summaryOf, wholeName } from './words.ts'

/** One series: what it is now, its chart, the changes of its level, and its points as a table. */
export function SeriesView(props: {
  readonly series: HistorySeries
  /** Of the scenario, if it is a stage's. */
  readonly head: HistorySeries | undefined
  readonly look: Look
}) {
  const { series, head, look } = props
  const { points } = series
  const [pointed, point] = useState<number | undefined>(undefined)
  const content = useMemo(() => contentOf(series, look), [series, look])
  const pinnedRun = route.value.query.get('run')
  const found = points.findIndex(({ run }) => run === pinnedRun)
  const pinned = found === -1 ? undefined : found
  const at = Math.min(pointed ?? pinned ?? points.length - 1, points.length - 1)
  const namesAt = (index: number) => look.baselines.get(points[index]?.run ?? '')
  const pin = (index: number): void => {
    const run = points[index]?.run
    refine({ run: run === pinnedRun ? '' : run })
  }
  const { values } = look
  return (
    <div class="history-series">
      <Now series={series} />
      <HistoryChart
        name={wholeName(series)}
        summary={summaryOf(series)}
        content={content}
        at={at}
        pinned={pinned}
        textOf={(index) => pointText(series, index, { values, names: namesAt(index) })}
        onPoint={point}
        onPin={pin}
      />
      <Readout
        series={series}
        at={at}
        values={values}
        names={namesAt(at)}
        isPinned={pinned === at}
        onPin={() => pin(at)}
      />
      <Changes series={series} head={head} />
      {isMoving(series) ? <p>Trend: {shown(series.trend.words)}.</p> : null}
      {series.withoutStatistic > 0 ? <p class="muted">{shown(withoutText(series))}</p> : null}
      <PointTable series={series} />
    </div>
  )
}

/** What a reader asks first, in a line. */
const Now = ({ series }: { readonly series: HistorySeries }) => (
  <dl class="history-now">
    {nowFacts(series).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

function contentOf(series: HistorySeries, look: Look) {
  return {
    layout: layOutHistory(series, look),
    unit: series.unit,
    timesMs: timesOf(series),
  }
}
