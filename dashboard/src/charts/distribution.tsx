import { formatQuantity } from '../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../src/show/text/visible.ts'
import { Fold } from '../parts/fold.tsx'
import { Notice } from '../parts/notice.tsx'
import { Scroll } from '../parts/scroll.tsx'
import { refine, route } from '../routing/route.ts'
import './distribution.css'
import type { DistributionMark, DistributionProps } from './distribution-input.ts'
import { DistributionPlot } from './distribution-plot.tsx'
import {
  domainOf,
  fittingKind,
  type Scale,
  type ScaleKind,
  scaleOver,
  withLimits,
} from './distribution-scale.ts'
import { distributionSentence, quantileRows, type ReadSeries } from './distribution-words.ts'
import { useHistograms } from './distribution-histograms.ts'

export type {
  DistributionMark,
  DistributionProps,
  DistributionSeries,
} from './distribution-input.ts'

/** Longest name that a chart has room for. */
const NAME_LENGTH = 80

/**
 * Distributions as histogram and ECDF above one axis, from whole histograms. It reads them itself: one that is damaged is
 * said to be, and the others are drawn. The axis is linear or logarithmic, as `?x=` says, else as fits.
 */
export function Distribution({ title, series, marks = [] }: DistributionProps) {
  const read = useHistograms(series.map(({ histogram }) => histogram))
  if (read === undefined) return <p class="loading">Reading a histogram …</p>
  const named = series.map((each, index) => ({
    ...each,
    name: shown(each.name),
    read: read[index],
  }))
  const ready = named.flatMap(({ name, unit, read: found }) =>
    found?.state === 'ready' ? { name, unit, histogram: found.histogram } : [],
  )
  return (
    <figure class="distribution" aria-label={shown(title)}>
      {named.map(({ name, read: found }, index) =>
        found?.state === 'failed' ? (
          <Notice key={index} tone="warning" title={`The histogram of ${name} can’t be drawn`}>
            {found.why} Its percentiles are as the record says them.
          </Notice>
        ) : null,
      )}
      {ready.length === 0 ? null : (
        <Chart
          title={shown(title)}
          series={ready}
          marks={ready.length === series.length ? marks : []}
        />
      )}
    </figure>
  )
}

const shown = (name: string): string => visibleLine(clip(name, NAME_LENGTH))

interface ChartProps {
  readonly title: string
  readonly series: readonly ReadSeries[]
  readonly marks: readonly DistributionMark[]
}

function Chart({ title, series, marks }: ChartProps) {
  const limits = marks.filter(({ kind }) => kind === 'limit').map(({ value }) => value)
  const domain = withLimits(domainOf(series.map(({ histogram }) => histogram)), limits)
  const scale = scaleOver(domain, chosenKind() ?? fittingKind(domain))
  const drawn = marks.filter((mark) => isOn(scale, mark))
  const beyond = marks.filter((mark) => !isOn(scale, mark))
  const summary = series.map(distributionSentence).join(' ')
  const unit = series[0]?.unit ?? 'count'
  return (
    <>
      <div class="distribution-head">
        {series.length < 2 ? null : <Legend series={series} />}
        <ScaleSwitch kind={scale.kind} hasLog={domain.leastPositive > 0} />
      </div>
      <DistributionPlot
        series={series}
        scale={scale}
        summary={`${title}. ${summary}`}
        marks={drawn.map((mark) => ({
          ...mark,
          label: `${shown(mark.label)} ${formatQuantity(mark.value, unit)}`,
        }))}
      />
      <figcaption class="muted">
        {summary}
        {beyond.map(
          ({ label, value }) => ` Not drawn: ${shown(label)}, ${formatQuantity(value, unit)}.`,
        )}{' '}
        Above, the share of samples in each of the bins; below, the share of samples up to each
        value.
      </figcaption>
      <Quantiles title={title} series={series} />
    </>
  )
}

const isOn = ({ from, to }: Scale, { value }: DistributionMark): boolean =>
  value >= from && value <= to

function chosenKind(): ScaleKind | undefined {
  const asked = route.value.query.get('x')
  return asked === 'linear' || asked === 'log' ? asked : undefined
}

/** For all charts of distributions on the page. */
function ScaleSwitch({ kind, hasLog }: { readonly kind: ScaleKind; readonly hasLog: boolean }) {
  return (
    <label class="distribution-scale">
      Axis{' '}
      <select
        value={kind}
        disabled={!hasLog}
        onChange={({ currentTarget: { value } }) => refine({ x: value })}
      >
        <option value="linear">linear</option>
        <option value="log">logarithmic</option>
      </select>
    </label>
  )
}

function Legend({ series }: { readonly series: readonly ReadSeries[] }) {
  return (
    <ul class="distribution-legend">
      {series.map(({ name }, index) => (
        <li key={index}>
          <svg width="28" height="10" aria-hidden="true">
            <line
              class={`shape series-${(index % 8) + 1} dash-${index % 4}`}
              x1="0"
              x2="28"
              y1="5"
              y2="5"
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

/** The same in numbers. */
const Quantiles = ({ title, series }: Pick<ChartProps, 'title' | 'series'>) => (
  <Fold title="The same as a table" class="distribution-table">
    {() => (
      <Scroll label={`${title}, as a table`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Share of samples</th>
              {series.map(({ name }, index) => (
                <th key={index} scope="col" class="number">
                  {name}: at most
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {quantileRows(series).map(({ share, values }) => (
              <tr key={share}>
                <th scope="row">{share}</th>
                {values.map((value, index) => (
                  <td key={index} class="number">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </Fold>
)
