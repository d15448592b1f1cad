/**
 * Nanoseconds that a stage adds to what it times: the same work with and without it, in one process, rounds interleaved
 * in random order, medians over rounds. Run: npm run bench:stages
 */
import { createRandom, shuffle } from '../src/kernel/random.ts'
import { NS_PER_MS } from '../src/kernel/units.ts'
import { StageRecorder } from '../src/measure/bench/engine/stages.ts'
import { median, sorted } from '../src/stats/index.ts'

const TARGET_NS = 250
const SEED = 1
const ROUNDS = 60
const WARM_UP_ROUNDS = 10
const ITERATIONS = 2_000

/** The same work twice. */
interface Pair {
  readonly name: string
  /** Stages in an iteration. */
  readonly stages: number
  readonly plain: () => unknown
  readonly staged: () => unknown
}

let bits = 0x9e3779b9

/** Some 20 ns of work that can't be removed. */
function work(): number {
  for (let i = 0; i < 10; i++) {
    bits ^= bits << 13
    bits ^= bits >>> 17
    bits ^= bits << 5
  }
  return bits
}

const workLater = async (): Promise<number> => {
  await Promise.resolve()
  return work()
}

/** Each pair has a recorder of its own: one that knows asynchronous stages looks further for the enclosing one. */
function pairs(recorders: StageRecorder[]): readonly Pair[] {
  const timer = (): StageRecorder['timer'] => {
    const recorder = new StageRecorder()
    recorders.push(recorder)
    return recorder.timer
  }
  const [sync, nested, async, insideAsync] = [timer(), timer(), timer(), timer()]
  return [
    { name: 'synchronous', stages: 1, plain: work, staged: () => sync('a', work) },
    {
      name: 'synchronous, nested three deep',
      stages: 3,
      plain: work,
      staged: () => nested('a', () => nested('b', () => nested('c', work))),
    },
    { name: 'asynchronous', stages: 1, plain: workLater, staged: () => async('a', workLater) },
    {
      name: 'asynchronous, with another and a synchronous one inside',
      stages: 3,
      plain: async () => {
        await workLater()
        return work()
      },
      staged: () =>
        insideAsync('a', async () => {
          await insideAsync('b', workLater)
          return insideAsync('c', work)
        }),
    },
  ]
}

async function timeRound(run: () => unknown, recorders: readonly StageRecorder[]): Promise<number> {
  const isAsync = run() instanceof Promise
  const begin = performance.now()
  if (isAsync) for (let i = 0; i < ITERATIONS; i++) await run()
  else for (let i = 0; i < ITERATIONS; i++) run()
  const tookNs = ((performance.now() - begin) * NS_PER_MS) / ITERATIONS
  // As the driver does between samples, outside what is measured.
  for (const recorder of recorders) recorder.endIteration()
  return tookNs
}

/** Median ns of an iteration of each pair, without and with stages. */
async function measure(): Promise<
  readonly (readonly [pair: Pair, plain: number, staged: number])[]
> {
  const recorders: StageRecorder[] = []
  const random = createRandom(SEED)
  const rows = pairs(recorders).map((pair) => ({
    pair,
    plain: [] as number[],
    staged: [] as number[],
  }))
  const turns = rows.flatMap((row) => [
    { into: row.plain, run: row.pair.plain },
    { into: row.staged, run: row.pair.staged },
  ])
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    // As the driver does when the warm-up is over: recorders learn from it which stages hold others.
    if (round === WARM_UP_ROUNDS) for (const recorder of recorders) recorder.clear()
    for (const { into, run } of shuffle([...turns], random)) {
      const ns = await timeRound(run, recorders)
      if (round >= WARM_UP_ROUNDS) into.push(ns)
    }
  }
  return rows.map(({ pair, plain, staged }) => [
    pair,
    median(sorted(plain)),
    median(sorted(staged)),
  ])
}

const column = (value: number): string => value.toFixed(0).padStart(7)

console.log(`ns an iteration, median of ${ROUNDS} rounds of ${ITERATIONS}`)
console.log(`${''.padEnd(58)}${'plain'.padStart(7)}${'staged'.padStart(7)}${'a stage'.padStart(9)}`)
for (const [{ name, stages }, plain, staged] of await measure()) {
  const each = (staged - plain) / stages
  console.log(`${name.padEnd(58)}${column(plain)}${column(staged)}${column(each).padStart(9)}`)
}
console.log(`\ntarget: a stage at most ${TARGET_NS} ns`)
