/**
 * How often a duet's rule errs, and what it finds: the tables of docs/statistics.md, "Duets". Whole duets are simulated
 * as they are measured, process by process through the stopping rule, then judged. Seeded; some minutes.
 * Run: node bench/duet-rule.ts [duets per cell] [processes at most]
 */
import { createRandom, type Random } from '../src/kernel/random.ts'
import type { ScenarioComparison } from '../src/model/comparison.ts'
import type { ClockReading, DuetEvidence, DuetLaunch } from '../src/model/duet.ts'
import { duetStopRule, judgeDuets } from '../src/judge/index.ts'
import {
  mean,
  normalQuantile,
  robustMean,
  sorted,
  stddev,
  studentQuantile,
  trimmedMean,
  winsorise,
} from '../src/stats/index.ts'

const SEED = 1
const DUETS = Number(process.argv[2] ?? 2000)
/** What the default budget suffices for: 10 s, at 0.6–1 s a process. */
const MOST_PROCESSES = Number(process.argv[3] ?? 12)
/** Of ln ratio, by the pairs of one process: half of how far even the steadiest processes differ. */
const USUAL_WITHIN = 0.0035

/** What one scenario's processes do: draws the error of ln ratio of one process, for identical code. */
type Shape = (random: Random) => Draw
/** @param first whether the current side was loaded first */
type Draw = (random: Random, first: boolean) => number | Drawn

/** A process whose own pairs show how noisy it was. */
interface Drawn {
  readonly log: number
  /** Standard error of `log` by the pairs alone. */
  readonly within: number
}

const normal = (random: Random): number => normalQuantile((random.uint32() + 0.5) / 2 ** 32)
const sign = (random: Random): number => (random.uint32() < 2 ** 31 ? 1 : -1)

function student(random: Random, degreesOfFreedom: number): number {
  let squares = 0
  for (let index = 0; index < degreesOfFreedom; index++) squares += normal(random) ** 2
  return normal(random) / Math.sqrt(squares / degreesOfFreedom)
}

/** Scenarios alike: the same scale in every duet. */
const fixed =
  (draw: Draw): Shape =>
  () =>
    draw

const SHAPES: Readonly<Record<string, Shape>> = {
  'micro: normal, 0.7 %': fixed((random) => 0.007 * normal(random)),
  'normal, 2 %': fixed((random) => 0.02 * normal(random)),
  'normal, 3 %': fixed((random) => 0.03 * normal(random)),
  'heavy: t, 3 df, 1 %': fixed((random) => 0.01 * student(random, 3)),
  'heavy: t, 3 df, 2 %': fixed((random) => 0.02 * student(random, 3)),
  'very heavy: t, 2 df, 1 %': fixed((random) => 0.01 * student(random, 2)),
  libraries: (scenario) => {
    const scale = 0.0155 * Math.exp(0.55 * normal(scenario))
    return (random) =>
      scale * student(random, 4) + (random.float() < 0.015 ? 0.1 * sign(random) : 0)
  },
  '15 % of processes ± 6 %': fixed(
    (random) => 0.01 * normal(random) + (random.float() < 0.15 ? 0.06 * sign(random) : 0),
  ),
  'first loaded 3.5 % faster': fixed(
    (random, first) => 0.01 * normal(random) + (first ? -0.035 : 0.035),
  ),
  'busy: noise × 1–4, by process': fixed((random) => {
    const within = 0.01 * Math.exp(0.5 * normal(random))
    // What the pairs say of it is itself a rough number.
    return { log: 1.3 * within * normal(random), within: within * Math.exp(0.25 * normal(random)) }
  }),
  'noise that the pairs misjudge': fixed((random) => ({
    log: 0.02 * normal(random),
    within: 0.015 * Math.exp(0.5 * normal(random)),
  })),
  'each process ± 4 %': fixed((random) => 0.005 * normal(random) + 0.04 * sign(random)),
  'modes: × 1.3 in 20 %': fixed(
    (random) =>
      0.007 * normal(random) +
      (random.float() < 0.2 ? 0.26 : 0) -
      (random.float() < 0.2 ? 0.26 : 0),
  ),
  'modes: × 5.7 in half': fixed(
    (random) =>
      0.007 * normal(random) +
      (random.float() < 0.5 ? 1.74 : 0) -
      (random.float() < 0.5 ? 1.74 : 0),
  ),
}

const CHANGES = [0, 2, 5, 10]

interface Tally {
  called: number
  regressed: number
  unchanged: number
  processes: number
  covered: number
}

function simulate(shape: Shape, changePercent: number, label: string): Tally {
  const random = createRandom(SEED).split(label).split(changePercent)
  const rule = duetStopRule()
  const tally: Tally = { called: 0, regressed: 0, unchanged: 0, processes: 0, covered: 0 }
  for (let duet = 0; duet < DUETS; duet++) {
    const draw = shape(random)
    const evidence = playDuet((first) => slowedBy(changePercent, draw(random, first)), {
      random,
      rule,
    })
    const [judged] = judgeDuets([evidence])
    if (judged !== undefined) count(tally, judged, 1 + changePercent / 100)
  }
  return tally
}

function slowedBy(changePercent: number, drawn: number | Drawn): Drawn {
  const plain = typeof drawn === 'number' ? { log: drawn, within: USUAL_WITHIN } : drawn
  return { ...plain, log: Math.log1p(changePercent / 100) + plain.log }
}

function count(tally: Tally, judged: ScenarioComparison, truth: number): void {
  const { verdict, interval, launches } = judged
  if (verdict === 'regressed' || verdict === 'improved') tally.called++
  if (verdict === 'regressed') tally.regressed++
  if (verdict === 'unchanged') tally.unchanged++
  if (interval !== null && interval[0] <= truth && truth <= interval[1]) tally.covered++
  tally.processes += launches.current
}

interface Played {
  readonly random: Random
  readonly rule: ReturnType<typeof duetStopRule>
}

/** Each side is loaded first in one of two successive processes, as a duet does it. */
function playDuet(draw: (first: boolean) => Drawn, { random, rule }: Played): DuetEvidence {
  const launches: DuetLaunch[] = []
  let ended: DuetEvidence['ended'] = 'time-budget'
  let first = false
  while (launches.length < MOST_PROCESSES && ended === 'time-budget') {
    first = launches.length % 2 === 0 ? sign(random) > 0 : !first
    launches.push(launchOf({ launch: launches.length, first, ...draw(first) }))
    if (rule(launches).decided) ended = 'decided'
  }
  return { pair: PAIR, launches, failure: undefined, obstacle: undefined, unchecked: [], ended }
}

const PLANNED = {
  identity: { key: 'it', name: 'it', category: '', tags: [], params: {}, file: 'it.perf.ts' },
  budget: {},
  path: '/it.perf.ts',
  exportName: 'it',
  paramsIndex: 0,
  timeoutMs: 1000,
  exclusive: false,
}
const PAIR: DuetEvidence['pair'] = {
  identity: PLANNED.identity,
  current: PLANNED,
  baseline: PLANNED,
}

function launchOf(of: {
  readonly launch: number
  readonly first: boolean
  readonly log: number
  readonly within: number
}): DuetLaunch {
  const { launch, first, log, within } = of
  const reading: ClockReading = {
    ratio: Math.exp(log),
    logStandardError: within,
    currentNs: 10_000 * Math.exp(Math.max(0, log)),
    baselineNs: 10_000 * Math.exp(Math.max(0, -log)),
  }
  return {
    launch,
    first: first ? 'current' : 'baseline',
    pairs: 160,
    batchSize: 10,
    wall: reading,
    cpu: reading,
    spent: {
      wallNs: 2e8,
      cpuNs: 2e8,
      idleNs: 0,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
    },
    stages: [],
  }
}

const percentOf = (part: number, digits: number): string => ((100 * part) / DUETS).toFixed(digits)

function printTable(): void {
  console.log(`seed ${SEED}, ${DUETS} duets a cell, at most ${MOST_PROCESSES} processes each\n`)
  console.log(
    '| processes | called | unchanged | +2 % | +5 % | +10 % | +5 % unchanged | covered 0, 2, 5, 10 % | processes 0, 2, 5, 10 % |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const [name, shape] of Object.entries(SHAPES)) {
    const tallies = CHANGES.map((change) => simulate(shape, change, name))
    const [none, two, five, ten] = tallies
    if (!none || !two || !five || !ten) continue
    const cells = [
      name,
      percentOf(none.called, 2),
      percentOf(none.unchanged, 1),
      percentOf(two.regressed, 0),
      percentOf(five.regressed, 1),
      percentOf(ten.regressed, 1),
      percentOf(five.unchanged, 2),
      tallies.map((tally) => percentOf(tally.covered, 1)).join(', '),
      tallies.map((tally) => (tally.processes / DUETS).toFixed(1)).join(', '),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

/** A location with its error, from the logarithms of one duet's processes. */
type Method = (logs: readonly number[]) => {
  readonly location: number
  readonly standardError: number
  readonly degreesOfFreedom: number
}

const TRIMMED = 0.2

const METHODS: Readonly<Record<string, Method>> = {
  mean: (logs) => ({
    location: mean(logs),
    standardError: stddev(logs) / Math.sqrt(logs.length),
    degreesOfFreedom: logs.length - 1,
  }),
  // K. K. Yuen, Biometrika 61 (1974): the trimmed mean with the error of the winsorised values.
  'trimmed mean': (logs) => {
    const kept = logs.length - 2 * Math.floor(TRIMMED * logs.length)
    const deviation = stddev(winsorise(sorted(logs), TRIMMED)) * Math.sqrt(logs.length - 1)
    return {
      location: trimmedMean(sorted(logs), TRIMMED),
      standardError: deviation / Math.sqrt(kept * (kept - 1)),
      degreesOfFreedom: kept - 1,
    }
  },
  robustMean,
}

/** How often a 99 % interval of so many processes misses the truth, and how often it shows +2 or +5 %. */
function printMethods(): void {
  const names = Object.keys(METHODS)
  console.log(`\n| processes | ${names.map((name) => `${name}: missed, +2 %, +5 %`).join(' | ')} |`)
  console.log(`| --- |${names.map(() => ' --- |').join('')}`)
  for (const count of [5, 8, 12]) {
    for (const name of METHOD_SHAPES) {
      const cells = names.map((method) => tryMethod(method, name, count))
      console.log(`| ${count}, ${name} | ${cells.join(' | ')} |`)
    }
  }
}

const METHOD_SHAPES = [
  'micro: normal, 0.7 %',
  'normal, 2 %',
  'heavy: t, 3 df, 1 %',
  '15 % of processes ± 6 %',
]

function tryMethod(name: string, shapeName: string, count: number): string {
  const [method, shape] = [METHODS[name], SHAPES[shapeName]]
  if (method === undefined || shape === undefined) throw new RangeError(`${name}, ${shapeName}`)
  const random = createRandom(SEED).split(`${shapeName}/${count}`)
  const draw = shape(random)
  const found = { missed: 0, two: 0, five: 0 }
  for (let duet = 0; duet < DUETS; duet++) {
    const logs = Array.from({ length: count }, () => slowedBy(0, draw(random, true)).log)
    const { location, standardError, degreesOfFreedom } = method(logs)
    const reach = studentQuantile(0.995, degreesOfFreedom) * standardError
    if (Math.abs(location) > reach) found.missed++
    if (location + Math.log(1.02) > Math.max(reach, Math.log(1.01))) found.two++
    if (location + Math.log(1.05) > Math.max(reach, Math.log(1.01))) found.five++
  }
  return `${percentOf(found.missed, 1)}, ${percentOf(found.two, 0)}, ${percentOf(found.five, 0)}`
}

printTable()
printMethods()
