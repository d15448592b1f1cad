/**
 * Nanoseconds a record: plimsoll's histogram beside hdr-histogram-js and Node's own, in one process, rounds interleaved
 * in random order, medians over rounds. Run: node bench/histogram.ts
 */
import { createHistogram as createNodeHistogram } from 'node:perf_hooks'
import { build } from 'hdr-histogram-js'
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { NS_PER_MS } from '../src/kernel/units.ts'
import { createHistogram, median, sorted } from '../src/stats/index.ts'

const TARGET_NS = 10
const SEED = 1
const ROUNDS = 40
const RECORDS_PER_ROUND = 200_000
const DISTINCT = 2 ** 14

/** Records values over and over, `RECORDS_PER_ROUND` times in all. */
interface Contender {
  readonly name: string
  readonly recordAll: (values: Float64Array) => void
}

/** A distribution of latencies in ns. */
interface Load {
  readonly name: string
  readonly values: Float64Array
}

/** Each has a loop of its own, written out, so that none suffers from another's types. */
function contenders(): readonly Contender[] {
  const steps = createHistogram()
  const picoseconds = createHistogram({ ratio: 0.001 })
  const peer = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 })
  const native = createNodeHistogram({ figures: 3 })
  return [
    {
      name: 'plimsoll, 1 ns steps',
      recordAll: (values) => {
        for (let i = 0; i < RECORDS_PER_ROUND; i++) steps.record(valueAt(values, i))
      },
    },
    {
      name: 'plimsoll, 1 ps steps',
      recordAll: (values) => {
        for (let i = 0; i < RECORDS_PER_ROUND; i++) picoseconds.record(valueAt(values, i))
      },
    },
    {
      name: 'hdr-histogram-js',
      recordAll: (values) => {
        for (let i = 0; i < RECORDS_PER_ROUND; i++) peer.recordValue(valueAt(values, i))
      },
    },
    {
      name: 'perf_hooks',
      recordAll: (values) => {
        for (let i = 0; i < RECORDS_PER_ROUND; i++) native.record(valueAt(values, i))
      },
    },
  ]
}

const valueAt = (values: Float64Array, i: number): number => values[i & (DISTINCT - 1)] as number

function timeRound({ recordAll }: Contender, values: Float64Array): number {
  const start = performance.now()
  recordAll(values)
  return ((performance.now() - start) * NS_PER_MS) / RECORDS_PER_ROUND
}

/** Whole ns, as perf_hooks takes no fractions. */
function loads(): readonly Load[] {
  const random = createRandom(SEED)
  const draw = (one: () => number) =>
    Float64Array.from({ length: DISTINCT }, () => Math.round(one()))
  return [
    { name: 'latency of 5 ms, ± 20 %', values: draw(() => 5e6 * (0.8 + 0.4 * random.float())) },
    { name: 'spread from 1 ns to 100 ms', values: draw(() => Math.exp(18.4 * random.float())) },
  ]
}

function measure(load: Load): ReadonlyMap<string, number> {
  const random = createRandom(SEED)
  const entrants = [...contenders()]
  const found = new Map<string, number[]>(entrants.map(({ name }) => [name, []]))
  for (let round = -5; round < ROUNDS; round++) {
    for (const entrant of shuffle(entrants, random)) {
      const ns = timeRound(entrant, load.values)
      if (round >= 0) found.get(entrant.name)?.push(ns)
    }
  }
  return new Map([...found].map(([name, rounds]) => [name, median(sorted(rounds))]))
}

console.log(`ns a record, median of ${ROUNDS} rounds of ${RECORDS_PER_ROUND} (loop included)`)
for (const load of loads()) {
  console.log(`\n${load.name}`)
  for (const [name, ns] of measure(load))
    console.log(`  ${name.padEnd(26)} ${ns.toFixed(1).padStart(6)}`)
}
console.log(`\ntarget: plimsoll at most ${TARGET_NS} ns`)
