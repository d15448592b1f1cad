import { scenario } from 'plimsoll'
import { measureLaunch } from '../../src/measure/bench/engine/engine.ts'
import { cases, isAsync } from './cases.ts'

/** Measures one case with one tool in this process, and gives its ns per iteration as the tool reports it. */

/** By name; each loads only itself. */
export const tools: Readonly<Record<string, (name: string) => Promise<number>>> = {
  'hand loop': handLoop,
  plimsoll: (name) => plimsoll(name),
  tinybench,
  mitata,
}

function caseOf(name: string): () => unknown {
  const found = cases[name]
  if (found === undefined) throw new RangeError(`no case '${name}'`)
  return found
}

/** Batches of 100 µs, median: what the others are held against. */
async function handLoop(name: string): Promise<number> {
  const run = caseOf(name)
  let iterations = 1
  while ((await batch(run, { iterations, awaited: isAsync(name) })) * iterations < 1e5)
    iterations *= 2
  const samples: number[] = []
  const deadline = performance.now() + 700
  while (performance.now() < deadline) {
    samples.push(await batch(run, { iterations, awaited: isAsync(name) }))
  }
  // The first third is the warm-up.
  const kept = samples.slice(Math.floor(samples.length / 3)).sort((a, b) => a - b)
  return kept[kept.length >> 1] ?? Number.NaN
}

async function batch(
  run: () => unknown,
  { iterations, awaited }: { iterations: number; awaited: boolean },
): Promise<number> {
  return awaited ? awaitedBatch(run, iterations) : plainBatch(run, iterations)
}

/** What the loops returned last, so that none of them is dead. */
const seen: { last: unknown } = { last: undefined }

function plainBatch(run: () => unknown, iterations: number): number {
  let last: unknown
  const begin = performance.now()
  for (let i = 0; i < iterations; i++) last = run()
  const elapsed = performance.now() - begin
  seen.last = last
  return (elapsed * 1e6) / iterations
}

async function awaitedBatch(run: () => unknown, iterations: number): Promise<number> {
  let last: unknown
  const begin = performance.now()
  for (let i = 0; i < iterations; i++) last = await run()
  const elapsed = performance.now() - begin
  seen.last = last
  return (elapsed * 1e6) / iterations
}

async function plimsoll(name: string): Promise<number> {
  const measured = await measureLaunch(scenario(name, { run: caseOf(name) }), {
    paramsIndex: 0,
    seed: 1,
    launch: 0,
    timeMs: 500,
    warmUpMs: 1000,
    batchSize: undefined,
    onStep: () => undefined,
  })
  return measured.launch.metrics['latency']?.p50 ?? Number.NaN
}

async function tinybench(name: string): Promise<number> {
  const { Bench } = await import('tinybench')
  const bench = new Bench({ time: 500, warmupTime: 200 })
  bench.add(name, caseOf(name))
  await bench.run()
  const result = bench.tasks[0]?.result
  return result !== undefined && 'latency' in result ? result.latency.p50 * 1e6 : Number.NaN
}

async function mitata(name: string): Promise<number> {
  const { measure } = await import('mitata')
  const stats = await measure(caseOf(name), {})
  return stats.p50
}
