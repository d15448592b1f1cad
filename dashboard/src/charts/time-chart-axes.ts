import type uPlot from 'uplot'
import { linearTicks, logTicks, logTickTexts, tickTexts } from './axis.ts'
import { axisLook } from './axis-ink.ts'
import { timeTicksWithin, timeTickTexts } from './axis-time.ts'
import type { ChartContent } from './time-chart-content.ts'

/** The same in every chart of a view, so that they are aligned. */
const SIDE_PX = 68
const FOOT_PX = 26
/** For each tick, at least. */
const TIME_TICK_PX = 60
const VALUE_TICK_PX = 34

export const timeAxis = (): uPlot.Axis => ({
  ...axisLook(),
  size: FOOT_PX,
  splits: (plot, _, min, max) => [
    ...timeTicksWithin(min, max, plot.bbox.width / devicePixelRatio / TIME_TICK_PX),
  ],
  values: (_, splits) => [...timeTickTexts(splits)],
})

/** In the chart's unit. */
export function valueAxis({ unit, scale = 'linear' }: ChartContent): uPlot.Axis {
  const most = (plot: uPlot): number => plot.bbox.height / devicePixelRatio / VALUE_TICK_PX
  const ticks = scale === 'log' ? logTicks : linearTicks
  const texts = scale === 'log' ? logTickTexts : tickTexts
  return {
    ...axisLook(),
    size: SIDE_PX,
    splits: (plot, _, min, max) => [...ticks(min, max, most(plot))],
    // Its own would leave some of a logarithmic axis without a text.
    filter: (_, splits) => splits,
    values: (_, splits) => [...texts(splits, unit)],
  }
}
