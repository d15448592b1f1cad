/**
 * What the probe costs its target: CPU time per request with the probe inside and without, as a ratio. In each launch two
 * instances of one service take turns with slices of the same traffic, in random order; which of them has the probe is
 * started first in every other launch. A launch gives one ratio, the median of those of its pairs of slices; the interval
 * is over launches, since two processes of the same code differ for as long as they run. Linux only.
 *
 *     node --conditions=plimsoll-source bench/probe-cost.ts [http|undici|redis] [LAUNCHES] [PAIRS] [SECONDS] [RATE]
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type ProbeListener, probeListener, startRedisServer } from '../src/harness.ts'
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { launchInterval, median, sorted } from '../src/stats/index.ts'
import { type Instance, startInstance } from './probe-cost/instance.ts'
import { type Slice, takeSlice } from './probe-cost/slice.ts'
import { isWork, type Work } from './probe-cost/work.ts'

const SEED = 1
const WARM_UP_SECONDS = 3
const CONFIDENCE = 0.95
const TARGET_PERCENT = 1
const TARGET_BOUND_PERCENT = 3

const [, , asked = 'http', ...numbers] = process.argv
const [launches = 24, pairs = 10, seconds = 2, perSecond = 2_000] = numbers.map(Number)
if (!isWork(asked)) throw new Error(`no such work: ${asked}`)

/** What a launch found. */
interface Launch {
  readonly ratio: number
  /** Without the probe. */
  readonly cpuNsPerRequest: number
}

/** Where the service's own requests go. */
async function startUpstream(work: Work, stack: AsyncDisposableStack): Promise<string> {
  if (work === 'http') return ''
  if (work === 'redis') return stack.use(await startRedisServer()).url
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => server.closeAllConnections())
  stack.defer(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function launch(args: readonly string[], number: number): Promise<Launch> {
  await using stack = new AsyncDisposableStack()
  const listener = stack.use(await probeListener())
  const kinds = number % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)
  const started = new Map<'on' | 'off', Instance>()
  for (const kind of kinds) {
    const env = kind === 'on' ? listener.env('service', '') : {}
    started.set(kind, stack.use(await startInstance(args, env)))
  }
  const [on, off] = [started.get('on'), started.get('off')]
  if (on === undefined || off === undefined) throw new Error('both were started')
  for (const each of [on, off]) await takeSlice(each, { perSecond, seconds: WARM_UP_SECONDS })
  requireReadings(listener)
  return await takePairs(on, off, createRandom(SEED + number))
}

async function takePairs(
  on: Instance,
  off: Instance,
  random: ReturnType<typeof createRandom>,
): Promise<Launch> {
  const taken: { on: Slice; off: Slice }[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const slices = new Map<Instance, Slice>()
    for (const each of shuffle([on, off], random)) {
      slices.set(each, await takeSlice(each, { perSecond, seconds }))
    }
    const [withProbe, without] = [slices.get(on), slices.get(off)]
    if (withProbe !== undefined && without !== undefined)
      taken.push({ on: withProbe, off: without })
  }
  const medianOf = (of: (pair: { on: Slice; off: Slice }) => number): number =>
    median(sorted(taken.map(of)))
  return {
    ratio: medianOf((pair) => pair.on.cpuNsPerRequest / pair.off.cpuNsPerRequest),
    cpuNsPerRequest: medianOf((pair) => pair.off.cpuNsPerRequest),
  }
}

/** A probe that is silent costs nothing: then there is nothing to measure. */
function requireReadings(listener: ProbeListener): void {
  const nowNs = Number(process.hrtime.bigint())
  if (listener.readings(nowNs - 2e9, nowNs).length === 0) throw new Error('the probe told nothing')
}

const percent = (ratio: number): string => `${((ratio - 1) * 100).toFixed(2)} %`

await using stack = new AsyncDisposableStack()
const upstream = await startUpstream(asked, stack)
const seen: Launch[] = []
for (let number = 0; number < launches; number++) {
  const found = await launch([asked, upstream], number)
  process.stderr.write(`launch ${number + 1} of ${launches}: ${percent(found.ratio)}\n`)
  seen.push(found)
}
const { location, interval } = launchInterval(
  seen.map(({ ratio }) => ratio),
  CONFIDENCE,
)
const microseconds = median(sorted(seen.map(({ cpuNsPerRequest }) => cpuNsPerRequest))) / 1e3
console.log(
  `${asked}: ${launches} launches of ${pairs} pairs of ${seconds} s at ${perSecond}/s; without the probe ${microseconds.toFixed(1)} µs of CPU a request`,
)
const bounds =
  interval === undefined ? '' : ` (95 %: ${percent(interval.lo)} to ${percent(interval.hi)})`
console.log(`the probe costs ${percent(location)}${bounds}`)
console.log(
  `target: at most ${TARGET_PERCENT} %, with a bound of at most ${TARGET_BOUND_PERCENT} %`,
)
