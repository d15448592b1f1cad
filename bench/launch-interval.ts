/**
 * How often intervals over launches are wrong, and what they find: the tables of docs/statistics.md. Seeded; under a
 * minute. Run: node bench/launch-interval.ts [runs per cell]
 */
import { createRandom, type Random } from '../src/kernel/random.ts'
import {
  compareLaunches,
  detectModes,
  hodgesLehmann,
  type Interval,
  mean,
  normalQuantile,
  studentQuantile,
  variance,
} from '../src/stats/index.ts'

const SEED = 1
const RUNS = Number(process.argv[2] ?? 10_000)
const CONFIDENCE = 0.99
/** Standard deviation of a launch's logarithm, where not said otherwise. */
const SPREAD = 0.02

/** Draws the logarithm of one launch. */
type Shape = (random: Random) => number

const normal: Shape = (random) => normalQuantile((random.uint32() + 0.5) / 2 ** 32)
const exponential: Shape = (random) => -Math.log(1 - random.float())

const SHAPES: Readonly<Record<string, Shape>> = {
  'log-normal': (random) => SPREAD * normal(random),
  'heavy tails (t, 3 df)': (random) => {
    const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
    return (SPREAD * normal(random)) / Math.sqrt(squares / 3)
  },
  'exponential bursts': (random) =>
    0.01 * normal(random) + (random.float() < 0.2 ? 0.1 * exponential(random) : 0),
  'two modes (x1.6, 30 %)': (random) =>
    SPREAD * normal(random) + (random.float() < 0.3 ? Math.log(1.6) : 0),
}

/** An interval of ratios; `undefined` where the method has none. */
type Method = (current: Float64Array, baseline: Float64Array) => Interval | undefined

const METHODS: Readonly<Record<string, Method>> = {
  compareLaunches: (current, baseline) => {
    const result = compareLaunches(current, baseline, { confidence: CONFIDENCE })
    return result.kind === 'compared' ? result.interval : undefined
  },
  'Welch alone': (current, baseline) => {
    const [one, other] = sidesOf(current, baseline)
    const sum = one.error + other.error
    const df = sum ** 2 / (one.error ** 2 / (one.count - 1) + other.error ** 2 / (other.count - 1))
    return aroundShift(one.mean - other.mean, Math.sqrt(sum), df)
  },
  'pooled alone': (current, baseline) => {
    const [one, other] = sidesOf(current, baseline)
    const df = one.count + other.count - 2
    const squares =
      (one.count - 1) * one.count * one.error + (other.count - 1) * other.count * other.error
    const error = Math.sqrt((squares / df) * (1 / one.count + 1 / other.count))
    return aroundShift(one.mean - other.mean, error, df)
  },
  'Hodges-Lehmann': (current, baseline) => {
    const { interval } = hodgesLehmann(current.map(Math.log), baseline.map(Math.log), CONFIDENCE)
    return interval && { lo: Math.exp(interval.lo), hi: Math.exp(interval.hi) }
  },
}

interface Side {
  readonly count: number
  readonly mean: number
  /** Variance of the mean. */
  readonly error: number
}

function sidesOf(current: Float64Array, baseline: Float64Array): readonly [Side, Side] {
  const describe = (values: Float64Array): Side => {
    const logs = values.map(Math.log)
    return { count: logs.length, mean: mean(logs), error: variance(logs) / logs.length }
  }
  return [describe(current), describe(baseline)]
}

function aroundShift(shift: number, error: number, df: number): Interval {
  const reach = studentQuantile((1 + CONFIDENCE) / 2, df) * error
  return { lo: Math.exp(shift - reach), hi: Math.exp(shift + reach) }
}

/** One cell of a table: launches a side, and how each side is drawn. */
interface Cell {
  readonly sizes: readonly [current: number, baseline: number]
  readonly shape: Shape
  /** Current ÷ baseline in truth; default 1. */
  readonly ratio?: number
  /** Spread of current ÷ spread of baseline; default 1. */
  readonly spread?: number
}

/** Percent of runs in which an interval says "changed": excludes 1, or with a slowdown lies above it. */
function percentCalled(method: Method, cell: Cell): string {
  const random = createRandom(SEED).split(`${cell.sizes.join()}/${cell.ratio ?? 1}`)
  const { sizes, shape, ratio = 1, spread = 1 } = cell
  const draw = (count: number, by: number, times: number) =>
    Float64Array.from({ length: count }, () => times * Math.exp(by * shape(random)))
  let called = 0
  for (let run = 0; run < RUNS; run++) {
    const interval = method(draw(sizes[0], spread, ratio), draw(sizes[1], 1, 1))
    if (interval === undefined) return '–'
    if (interval.lo > 1 || (ratio === 1 && interval.hi < 1)) called++
  }
  return ((100 * called) / RUNS).toFixed(ratio === 1 ? 2 : 0)
}

const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`)

function table(title: string, columns: readonly string[]): void {
  console.log(`\n${title}\n`)
  row(columns)
  row(columns.map(() => '---'))
}

const sizesText = ([current, baseline]: Cell['sizes']): string => `${current} against ${baseline}`

function printErrors(): void {
  const sizes = [
    [3, 3],
    [5, 5],
    [10, 10],
    [2, 2],
    [3, 4],
    [3, 5],
    [3, 10],
    [5, 10],
  ] as const
  table('A 99 % interval excludes 1 though nothing changed, %', [
    'launches',
    ...Object.keys(SHAPES),
  ])
  for (const pair of sizes) {
    const cells = Object.values(SHAPES).map((shape) =>
      percentCalled(methodNamed('compareLaunches'), { sizes: pair, shape }),
    )
    row([sizesText(pair), ...cells])
  }
}

function printMethods(): void {
  const names = Object.keys(METHODS)
  table('The same by method, %', ['launches', 'shape', ...names])
  for (const pair of [
    [3, 3],
    [5, 5],
    [10, 10],
    [3, 10],
  ] as const) {
    for (const [name, shape] of Object.entries(SHAPES)) {
      const cells = names.map((method) =>
        percentCalled(methodNamed(method), { sizes: pair, shape }),
      )
      row([sizesText(pair), name, ...cells])
    }
    const shape: Shape = (random) => SPREAD * normal(random)
    const uneven: Cell = { sizes: pair, shape, spread: 5 }
    row([
      sizesText(pair),
      'log-normal, current spreads 5 x as wide',
      ...names.map((method) => percentCalled(methodNamed(method), uneven)),
    ])
  }
}

function printPower(): void {
  const ratios = [1.05, 1.1, 1.2]
  const columns = [
    'launches',
    'shape',
    ...ratios.map((ratio) => `+${Math.round(ratio * 100 - 100)} %`),
  ]
  table('A slowdown is found (the interval lies above 1), %', columns)
  for (const pair of [
    [3, 3],
    [5, 5],
    [10, 10],
  ] as const) {
    for (const [name, shape] of Object.entries(SHAPES)) {
      const found = ratios.map((ratio) =>
        percentCalled(methodNamed('compareLaunches'), { sizes: pair, shape, ratio }),
      )
      row([sizesText(pair), name, ...found])
    }
  }
}

function printDetectable(): void {
  table(
    'Smallest detectable change at 2 % of spread: median over runs, and how often it is found, %',
    ['launches', 'smallest detectable', 'found'],
  )
  for (const pair of [
    [3, 3],
    [5, 5],
    [10, 10],
  ] as const) {
    const random = createRandom(SEED).split(sizesText(pair))
    const shape: Shape = (from) => SPREAD * normal(from)
    const draw = (count: number) =>
      Float64Array.from({ length: count }, () => Math.exp(shape(random)))
    const detectable = Array.from({ length: 2000 }, () => {
      const result = compareLaunches(draw(pair[0]), draw(pair[1]), { confidence: CONFIDENCE })
      return result.kind === 'compared' ? result.smallestDetectableRatio : Number.NaN
    }).sort((one, other) => one - other)
    const ratio = detectable[1000] ?? Number.NaN
    const found = percentCalled(methodNamed('compareLaunches'), { sizes: pair, shape, ratio })
    row([sizesText(pair), `+${(100 * (ratio - 1)).toFixed(1)} %`, found])
  }
}

function printModes(): void {
  const wide =
    (spread: number): Shape =>
    (random) =>
      spread * normal(random)
  const shapes: Readonly<Record<string, Shape>> = {
    'log-normal, 2 %': wide(0.02),
    '10 %': wide(0.1),
    '30 %': wide(0.3),
    '100 %': wide(1),
    'heavy tails': SHAPES['heavy tails (t, 3 df)'] ?? wide(0.02),
    bursts: SHAPES['exponential bursts'] ?? wide(0.02),
    'two modes, 2 %': SHAPES['two modes (x1.6, 30 %)'] ?? wide(0.02),
    'two modes, 5 %': (random) =>
      0.05 * normal(random) + (random.float() < 0.3 ? Math.log(1.6) : 0),
  }
  table('Launches are said to fall into modes, %', ['launches', ...Object.keys(shapes)])
  for (const count of [5, 6, 8, 10, 20]) {
    row([String(count), ...Object.values(shapes).map((shape) => percentInModes(count, shape))])
  }
}

function percentInModes(count: number, shape: Shape): string {
  const random = createRandom(SEED).split(count)
  let seen = 0
  for (let run = 0; run < RUNS; run++) {
    const launches = Float64Array.from({ length: count }, () => Math.exp(shape(random)))
    if (detectModes(launches).length > 1) seen++
  }
  return ((100 * seen) / RUNS).toFixed(2)
}

function methodNamed(name: string): Method {
  const method = METHODS[name]
  if (method === undefined) throw new RangeError(`no method ${name}`)
  return method
}

console.log(`seed ${SEED}, ${RUNS} runs a cell`)
printErrors()
printMethods()
printPower()
printDetectable()
printModes()
