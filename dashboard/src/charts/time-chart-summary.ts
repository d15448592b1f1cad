import { valueText } from './axis.ts'
import { timeText } from './axis-time.ts'
import type { ChartContent, ChartSeries } from './time-chart-content.ts'

/** Lines that a sentence tells of. */
const TOLD = 6

/** What a chart shows, in words: `completed: 410 /s to 512 /s, most at 34 s; …`. */
export function chartSummary(content: ChartContent): string {
  const told = content.series
    .slice(0, TOLD)
    .map((series) => seriesText(series, content))
    .filter((text) => text !== '')
  const more = content.series.length - TOLD
  const limits = (content.limits ?? []).map(
    ({ name, value }) => `${name}: ${valueText(value, content.unit)}`,
  )
  return [...told, ...(more > 0 ? [`and ${more} more`] : []), ...limits].join('; ')
}

function seriesText({ name, values }: ChartSeries, { xs, unit }: ChartContent): string {
  let [least, most, at] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    least = Math.min(least, value)
    if (value > most) [most, at] = [value, xs[index] ?? 0]
  }
  if (most < least) return ''
  if (least === most) return `${name}: ${valueText(most, unit)} throughout`
  const range = `${valueText(least, unit)} to ${valueText(most, unit)}`
  return `${name}: ${range}, most at ${timeText(at)}`
}
