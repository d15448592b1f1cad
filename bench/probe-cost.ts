/**
 * What the probe costs its target: CPU time per request with the probe inside and without, as a ratio. One service gets
 * slices of the same traffic; in every pair of them, in random order, its probe runs through one and is stopped through the
 * other. Two processes of the same code differ by as much as 15 % for as long as they run, so what is compared is one
 * process with itself; the interval is over the pairs of all launches. Linux only.
 *
 *     node --conditions=plimsoll-source bench/probe-cost.ts [http|undici|redis] [LAUNCHES] [PAIRS] [SECONDS] [RATE]
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type ProbeListener, probeListener, startRedisServer } from '../src/harness.ts'
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { PROBE_VARIABLES } from '../src/probe.ts'
import { launchInterval, median, sorted } from '../src/stats/index.ts'
import { type Instance, startInstance } from './probe-cost/instance.ts'
import { type Slice, takeSlice } from './probe-cost/slice.ts'
import { isWork, type Work } from './probe-cost/work.ts'

const SEED = 1
const WARM_UP_SECONDS = 5
const SETTLE_SECONDS = 0.3
const CONFIDENCE = 0.95
const TARGET_PERCENT = 1
const TARGET_BOUND_PERCENT = 3

const [, , asked = 'http', ...numbers] = process.argv
const [launches = 4, pairs = 20, seconds = 2, perSecond = 4_000] = numbers.map(Number)
if (!isWork(asked)) throw new Error(`no such work: ${asked}`)

/** Whether the probe runs. */
type Kind = 'on' | 'off'

/** What a launch found. */
interface Launch {
  /** Of each pair: with the probe ÷ without. */
  readonly ratios: readonly number[]
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
  await using service = await startInstance(args)
  const random = createRandom(SEED + number)
  await takeSlice(service, { perSecond, seconds: WARM_UP_SECONDS })
  await sliceOf(service, 'on')
  const taken: Record<Kind, Slice>[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const slices: Partial<Record<Kind, Slice>> = {}
    for (const kind of shuffle(['on', 'off'] as const, random)) {
      slices[kind] = await sliceOf(service, kind)
    }
    const { on, off } = slices
    if (on !== undefined && off !== undefined) taken.push({ on, off })
  }
  return {
    ratios: taken.map(({ on, off }) => on.cpuNsPerRequest / off.cpuNsPerRequest),
    cpuNsPerRequest: median(sorted(taken.map(({ off }) => off.cpuNsPerRequest))),
  }
}

/** With the probe or without; what starts or stops it is not in the slice. */
async function sliceOf(service: Instance, kind: Kind): Promise<Slice> {
  await using stack = new AsyncDisposableStack()
  const listener = kind === 'on' ? stack.use(await probeListener()) : undefined
  const named = listener?.env('service', '')[PROBE_VARIABLES.listener]
  if (named !== undefined) service.probe(named)
  await takeSlice(service, { perSecond, seconds: SETTLE_SECONDS })
  const slice = await takeSlice(service, { perSecond, seconds })
  if (listener !== undefined) requireReadings(listener)
  return slice
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
  process.stderr.write(
    `launch ${number + 1} of ${launches}: ${percent(median(sorted(found.ratios)))}\n`,
  )
  seen.push(found)
}
const { location, interval } = launchInterval(
  seen.flatMap(({ ratios }) => ratios),
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
