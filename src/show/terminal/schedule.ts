import type { PhasedSchedule } from '../../model/load.ts'
import { formatQuantity } from '../text/quantity.ts'
import { displayWidth, padEnd } from '../text/width.ts'
import { sanitise } from './sanitise.ts'
import { renderScheduleChart, type ScheduleChartOptions } from './schedule-chart.ts'

/** A schedule, and those that share it. */
export interface SharedSchedule extends PhasedSchedule {
  /** Parts are 0–1; empty = it is not shared. */
  readonly mix: readonly { readonly scenario: string; readonly share: number }[]
}

/** The chart of a schedule, and beneath it which scenario takes how much of it. */
export function renderSchedule(shared: SharedSchedule, options: ScheduleChartOptions): string {
  const names = shared.mix.map(({ scenario }) => sanitise(scenario))
  const width = Math.max(0, ...names.map(displayWidth))
  const lines = shared.mix.map(({ share }, index) => {
    const part = formatQuantity(share * 100, 'percent')
    return `  ${padEnd(names[index] ?? '', width)}  ${part}\n`
  })
  return [renderScheduleChart(shared, options), ...lines].join('')
}
