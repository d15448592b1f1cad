import type { Metric, Result, SlowIteration, StageResult } from '../../../src/model/run.ts'

/**
 * Where an iteration's time goes, stage by stage. A record holds how long each stage took, not when it began: a stage is
 * drawn where the one before it ends, inside the one that holds it.
 */

/** A stage's part of an iteration. */
export interface StageSpan {
  readonly ns: number
  /** Of the iteration, 0 and more: stages that ran at the same time may add up to more than all of it. */
  readonly share: number
  /** Where it is drawn, within 0 … 1. */
  readonly from: number
  readonly to: number
}

/** One row of the chart. */
export interface StageRow {
  /** As recorded: `outer > inner`. */
  readonly path: string
  /** Within what holds it: `inner`. */
  readonly name: string
  /** 0 = in no other. */
  readonly depth: number
  readonly calls: number
  /** Share of the timed iterations in which it ran, 0–1; `null` = not known. */
  readonly inShare: number | null
  readonly metric: Metric | undefined
  /** By medians; `null` = not measured. */
  readonly median: StageSpan | null
  /** Mean of the slowest iterations; `null` = none is known with its stages. */
  readonly slowest: StageSpan | null
}

/** An iteration in parts, typical and slow. */
export interface Waterfall {
  readonly rows: readonly StageRow[]
  /** What is in no stage: what is left of the iteration. */
  readonly rest: { readonly median: StageSpan | null; readonly slowest: StageSpan | null }
  readonly medianNs: number
  /** Mean of the slowest iterations that are known with their stages; `null` = none. */
  readonly slowestNs: number | null
  /** How many they are. */
  readonly slowestCount: number
}

type Measured = Pick<Result, 'metrics' | 'stages' | 'slowest'>

const SEPARATOR = ' > '

/** Lays out a result's stages; `undefined` where it has none, or no latency. */
export function layOutStages({ metrics, stages, slowest }: Measured): Waterfall | undefined {
  const latency = metrics['latency']
  if (latency === undefined || stages.length === 0) return undefined
  const ordered = inTreeOrder(stages)
  const slow = slowTimes(slowest)
  const medians = new Map(
    ordered.flatMap(({ stage }) => {
      const { p50 } = stage.metrics['latency'] ?? {}
      return p50 === undefined ? [] : [[stage.name, p50]]
    }),
  )
  const medianSpans = spansOf(ordered, medians, latency.p50)
  const slowSpans = slow === undefined ? undefined : spansOf(ordered, slow.times, slow.meanNs)
  return {
    rows: ordered.map(({ stage, parent, depth }) => ({
      path: stage.name,
      name: parent === undefined ? stage.name : stage.name.slice(parent.length + SEPARATOR.length),
      depth,
      calls: stage.calls,
      inShare: inShareOf(stage.metrics['latency'], latency),
      metric: stage.metrics['latency'],
      median: medianSpans.spans.get(stage.name) ?? null,
      slowest: slowSpans?.spans.get(stage.name) ?? null,
    })),
    rest: { median: medianSpans.rest, slowest: slowSpans?.rest ?? null },
    medianNs: latency.p50,
    slowestNs: slow?.meanNs ?? null,
    slowestCount: slow?.count ?? 0,
  }
}

function inShareOf(stage: Metric | undefined, latency: Metric): number | null {
  if (stage === undefined || latency.batchSize !== 1 || latency.samples === 0) return null
  return Math.min(1, stage.samples / latency.samples)
}

/** A stage among the others. */
interface PlacedStage {
  readonly stage: StageResult
  /** Path of the stage that holds it. */
  readonly parent: string | undefined
  readonly depth: number
}

/** Each stage behind the one that holds it, else in order of first appearance. */
function inTreeOrder(stages: readonly StageResult[]): readonly PlacedStage[] {
  const paths = new Set(stages.map(({ name }) => name))
  const held = Map.groupBy(stages, ({ name }) => parentOf(name, paths))
  const from = (parent: string | undefined, depth: number): readonly PlacedStage[] =>
    (held.get(parent) ?? []).flatMap((stage) => [
      { stage, parent, depth },
      ...from(stage.name, depth + 1),
    ])
  return from(undefined, 0)
}

/** The longest path that it begins with; a name may hold the separator itself. */
function parentOf(path: string, paths: ReadonlySet<string>): string | undefined {
  for (let end = path.lastIndexOf(SEPARATOR); end > 0; end = path.lastIndexOf(SEPARATOR, end - 1)) {
    const outer = path.slice(0, end)
    if (paths.has(outer)) return outer
  }
  return undefined
}

interface SlowTimes {
  readonly times: ReadonlyMap<string, number>
  readonly meanNs: number
  readonly count: number
}

/** Means of the slowest iterations; a stage that did not run in one took no time of it. */
function slowTimes(slowest: readonly SlowIteration[]): SlowTimes | undefined {
  const known = slowest.filter(({ stages }) => stages.length > 0)
  if (known.length === 0) return undefined
  const times = new Map<string, number>()
  for (const { name, latencyNs } of known.flatMap(({ stages }) => stages)) {
    times.set(name, (times.get(name) ?? 0) + latencyNs / known.length)
  }
  const meanNs = known.reduce((sum, { latencyNs }) => sum + latencyNs / known.length, 0)
  return { times, meanNs, count: known.length }
}

interface Spans {
  readonly spans: ReadonlyMap<string, StageSpan>
  readonly rest: StageSpan | null
}

/** One stage after the other, each inside the one that holds it; what would reach beyond its end is moved back. */
function spansOf(
  ordered: readonly PlacedStage[],
  times: ReadonlyMap<string, number>,
  wholeNs: number,
): Spans {
  const spans = new Map<string, StageSpan>()
  if (!(wholeNs > 0)) return { spans, rest: null }
  const cursors = new Map<string | undefined, number>([[undefined, 0]])
  let inStages = 0
  for (const { stage, parent } of ordered) {
    const ns = times.get(stage.name)
    if (ns === undefined) continue
    const share = ns / wholeNs
    const outer = parent === undefined ? undefined : spans.get(parent)
    const [low, high] = outer === undefined ? [0, 1] : [outer.from, outer.to]
    const cursor = cursors.get(parent) ?? low
    const from = Math.max(low, Math.min(cursor, high - share))
    const to = Math.min(high, from + share)
    spans.set(stage.name, { ns, share, from, to })
    cursors.set(parent, to)
    if (parent === undefined) inStages += ns
  }
  const cursor = cursors.get(undefined) ?? 0
  const ns = wholeNs - inStages
  const rest =
    ns > 0 ? { ns, share: ns / wholeNs, from: Math.min(cursor, 1 - ns / wholeNs), to: 1 } : null
  return { spans, rest }
}
