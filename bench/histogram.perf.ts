import { createHistogram as createNodeHistogram } from 'node:perf_hooks'
import { build } from 'hdr-histogram-js'
import { from, type Scenario, scenario } from 'plimsoll'
import { createHistogram, decodeHistogram, encodeHistogram } from 'plimsoll/stats'

/** Latencies as services have them: log-normal around 5 ms, in whole ns. */
const latencies = from((random) => {
  const gauss =
    Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float())
  return Math.round(5e6 * Math.exp(0.4 * gauss))
})

/** One value into each histogram: the hot path of every measurement. */
const recorders = {
  plimsoll: () => {
    const histogram = createHistogram()
    return (value: number) => histogram.record(value)
  },
  'hdr-histogram-js': () => {
    const histogram = build()
    return (value: number) => histogram.recordValue(value)
  },
  perf_hooks: () => {
    const histogram = createNodeHistogram()
    return (value: number) => histogram.record(value)
  },
}

const record = (tool: keyof typeof recorders): Scenario =>
  scenario(`histogram record, ${tool}`, {
    category: 'histogram',
    feed: latencies,
    setup: () => recorders[tool](),
    run: ({ ctx, input }) => ctx(input),
  })

export const recordPlimsoll: Scenario = record('plimsoll')
export const recordHdr: Scenario = record('hdr-histogram-js')
export const recordNode: Scenario = record('perf_hooks')

const full = createHistogram({ ratio: 0.001 })
for (let value = 1; value < 20_000; value++) full.record(value * 101)
const encoded = encodeHistogram(full)

export const encode: Scenario = scenario('histogram encode', {
  category: 'histogram',
  run: () => encodeHistogram(full),
})

export const decode: Scenario = scenario('histogram decode', {
  category: 'histogram',
  run: () => decodeHistogram(encoded),
})

export const quantile: Scenario = scenario('histogram p99', {
  category: 'histogram',
  run: () => full.quantile(0.99),
})
