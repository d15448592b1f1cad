/** How well alarms meet labelled changes. Made anew from the published definitions; checked against their examples. */

/** An alarm of a detector; `at`, where it was fed value by value, is the position of the value that raised it. */
export interface Alarm {
  readonly index: number
  readonly at?: number
}

/** A history with labels and alarms. */
export interface Judged {
  readonly length: number
  /** By annotator. */
  readonly labels: readonly (readonly number[])[]
  /** Doubtful changes: an alarm there is neither right nor wrong. */
  readonly optional: readonly number[]
  readonly alarms: readonly Alarm[]
}

/** Alarms further than this from a label miss it; the margin of the Turing Change Point Dataset. */
const MARGIN = 5

/** What is counted over histories with one truth each. */
export interface Score {
  readonly f1: number
  readonly precision: number
  readonly recall: number
  /** False alarms per 1000 values of histories without any change. */
  readonly falseAlarms: number
  /** Values from a change to its alarm, median; `undefined` where histories were judged whole. */
  readonly delay: number | undefined
}

/** Alarms matched one to one with the labels of the first annotator, the earliest and closest first. */
export function score(histories: readonly Judged[]): Score {
  const matched = histories.map(match)
  const sum = (of: (one: Matched) => number): number =>
    matched.reduce((all, one) => all + of(one), 0)
  const hits = sum((one) => one.hits)
  const precision = hits / Math.max(1, hits + sum((one) => one.wrong))
  const recall =
    hits /
    Math.max(
      1,
      sum((one) => one.labels),
    )
  const calm = matched.filter((one) => one.labels === 0)
  const calmValues = calm.reduce((all, one) => all + one.length, 0)
  const delays = matched.flatMap((one) => one.delays).sort((one, other) => one - other)
  return {
    f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
    precision,
    recall,
    falseAlarms: (1000 * calm.reduce((all, one) => all + one.wrong, 0)) / Math.max(1, calmValues),
    delay: middle(delays),
  }
}

interface Matched {
  readonly length: number
  readonly labels: number
  readonly hits: number
  readonly wrong: number
  readonly delays: readonly number[]
}

function match({ length, labels: annotators, optional, alarms }: Judged): Matched {
  const labels = annotators[0] ?? []
  const pairs = alarms.flatMap((alarm) =>
    labels
      .filter((label) => isNear(alarm.index, label) && (alarm.at ?? label) >= label)
      .map((label) => ({ alarm, label, off: Math.abs(alarm.index - label) })),
  )
  pairs.sort((one, other) => (one.alarm.at ?? 0) - (other.alarm.at ?? 0) || one.off - other.off)
  const met = new Map<number, Alarm>()
  const used = new Set<Alarm>()
  for (const { alarm, label } of pairs) {
    if (met.has(label) || used.has(alarm)) continue
    met.set(label, alarm)
    used.add(alarm)
  }
  // Fed value by value, a second alarm for one change is a repetition, not a false alarm.
  const wrong = alarms.filter(
    (alarm) =>
      !used.has(alarm) &&
      !optional.some((label) => isNear(alarm.index, label)) &&
      !(alarm.at !== undefined && labels.some((label) => isNear(alarm.index, label))),
  )
  const delays = [...met].flatMap(([label, { at }]) => (at === undefined ? [] : [at - label]))
  return { length, labels: labels.length, hits: met.size, wrong: wrong.length, delays }
}

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= MARGIN

function middle(ascending: readonly number[]): number | undefined {
  const upper = ascending[ascending.length >> 1]
  const lower = ascending[(ascending.length - 1) >> 1]
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2
}

/**
 * F1 with several annotators: precision against all their labels together, recall the mean over annotators; position 0
 * counts as a label and as an alarm. G. van den Burg & C. Williams, "An evaluation of change point detection
 * algorithms", arXiv 2003.06222 (2020), §4.2.
 */
export function annotatedF1({ labels, alarms }: Judged): number {
  const given = [...new Set([0, ...alarms.map(({ index }) => index)])]
  const annotators = labels.map((one) => [...new Set([0, ...one])])
  const together = [...new Set(annotators.flat())]
  const precision = truePositives(together, given) / given.length
  const recalls = annotators.map((one) => truePositives(one, given) / one.length)
  const recall = recalls.reduce((sum, one) => sum + one, 0) / recalls.length
  return (2 * precision * recall) / (precision + recall)
}

/** Labels that have an alarm within the margin; an alarm serves one label. */
function truePositives(labels: readonly number[], alarms: readonly number[]): number {
  const left = new Set(alarms)
  let count = 0
  for (const label of labels.toSorted((one, other) => one - other)) {
    const near = [...left].filter((alarm) => isNear(alarm, label))
    const nearest = near.sort((one, other) => Math.abs(one - label) - Math.abs(other - label))[0]
    if (nearest === undefined) continue
    left.delete(nearest)
    count++
  }
  return count
}

/** How well found segments cover labelled ones: mean over annotators of Σ length × best Jaccard index ÷ n; ibid. §4.2. */
export function covering({ length, labels, alarms }: Judged): number {
  const found = segmentsOf(
    alarms.map(({ index }) => index),
    length,
  )
  const covers = labels.map((one) =>
    segmentsOf(one, length).reduce((sum, segment) => {
      const best = Math.max(...found.map((other) => jaccard(segment, other)))
      return sum + ((segment[1] - segment[0]) * best) / length
    }, 0),
  )
  return covers.reduce((sum, one) => sum + one, 0) / covers.length
}

type Segment = readonly [from: number, to: number]

function segmentsOf(changes: readonly number[], length: number): Segment[] {
  const inside = changes.filter((change) => change > 0 && change < length)
  const bounds = [...new Set([0, ...inside, length])].sort((one, other) => one - other)
  return bounds.slice(1).map((to, place) => [bounds[place] ?? 0, to])
}

function jaccard(one: Segment, other: Segment): number {
  const shared = Math.max(0, Math.min(one[1], other[1]) - Math.max(one[0], other[0]))
  return shared / (one[1] - one[0] + other[1] - other[0] - shared)
}
