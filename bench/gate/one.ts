import { setupArguments } from '../../src/measure/setup-arguments.ts'
import { pathToFileURL } from 'node:url'
import { Bench } from 'tinybench'
import { isScenario, type StageTimer } from '../../src/model/scenario.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { PlainSamples } from './classical/rules.ts'

/**
 * One side in one process, measured with tinybench as its users do: prints its figures and its samples as JSON.
 *
 *     node bench/gate/one.ts FILE TIME_MS
 */

/** What is printed. */
export interface PlainReport {
  readonly figures: PlainSamples
  /** Evenly picked from all, in order. */
  readonly samplesNs: readonly number[]
}

const SAMPLES_PRINTED = 10_000
const WARM_UP_MS = 100
const MS = 1e6

const [path = '', timeMs = ''] = process.argv.slice(2)
const module: unknown = await import(pathToFileURL(path).href)
const workload: unknown = Reflect.get(Object(module), 'workload')
if (!isScenario(workload)) throw new TypeError(`${path} exports no scenario 'workload'`)

const random = createRandom(1)
const ctx: unknown = await workload.setup?.(
  setupArguments({ env: process.env, params: {}, random, launch: 0 }, undefined),
)
const stage: StageTimer = (_name, part) => part()
const args = { ctx, input: undefined, params: {}, stage, metrics: {} }
// tinybench would find out by calling it without waiting for the end.
const first = workload.run(args)
const isAsync = first instanceof Promise
await first
const bench = new Bench({
  time: Number(timeMs),
  warmupTime: WARM_UP_MS,
  retainSamples: true,
  throws: true,
})
bench.add(workload.name, () => workload.run(args), { async: isAsync })
await bench.run()
const result = bench.tasks[0]?.result
if (result === undefined || !('latency' in result)) throw new Error('tinybench gave no result')
const { latency } = result
const report: PlainReport = {
  figures: {
    samples: latency.samplesCount,
    meanNs: latency.mean * MS,
    stddevNs: latency.sd * MS,
    medianNs: latency.p50 * MS,
    marginNs: latency.moe * MS,
  },
  samplesNs: picked(latency.samples ?? []),
}
process.stdout.write(JSON.stringify(report), () => process.exit(0))

/** tinybench sorts the samples it keeps: every so manyth has their distribution. */
function picked(samples: readonly number[]): number[] {
  const step = Math.max(1, samples.length / SAMPLES_PRINTED)
  const count = Math.floor(samples.length / step)
  return Array.from({ length: count }, (_, i) => (samples[Math.floor(i * step)] ?? 0) * MS)
}
