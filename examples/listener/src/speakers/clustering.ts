import { type Embedding, similarity, toUnitLength } from './embedding.ts'

/** Voices at least this similar are one speaker: the same voice of the example scores 0.77 and more, others below 0.63. */
export const SAME_SPEAKER = 0.7

/** Gives each new embedding a cluster at once, from what was heard so far. */
export interface OnlineClusters {
  /** The number of the cluster, counted from 0 in the order of first hearing. */
  add(embedding: Embedding): number
}

/** Indices of embeddings. */
type Cluster = readonly number[]

/**
 * Leader clustering: the nearest centroid if it is near enough, else a new cluster. Quick, and final: an early mistake
 * stays. {@link clusterAll} looks at everything again.
 */
export function createOnlineClusters(threshold: number = SAME_SPEAKER): OnlineClusters {
  const sums: Float64Array[] = []
  return {
    add(embedding) {
      const scores = sums.map((sum) => similarity(toUnitLength(sum), embedding))
      const best = scores.indexOf(Math.max(...scores))
      const nearest = sums[best]
      if (nearest === undefined || (scores[best] as number) < threshold) {
        return sums.push(Float64Array.from(embedding)) - 1
      }
      for (let at = 0; at < nearest.length; at++) {
        nearest[at] = (nearest[at] as number) + (embedding[at] as number)
      }
      return best
    },
  }
}

/**
 * Agglomerative clustering with average linkage: everyone begins alone, and the two most similar clusters become one
 * until none are similar enough. O(n³), for the tens of segments of a conversation.
 * @returns for each embedding the number of its cluster, counted from 0 in the order of first members
 */
export function clusterAll(
  embeddings: readonly Embedding[],
  threshold: number = SAME_SPEAKER,
): number[] {
  const likeness = embeddings.map((a) => embeddings.map((b) => similarity(a, b)))
  let clusters: Cluster[] = embeddings.map((_, at) => [at])
  for (;;) {
    const pair = mostAlike(clusters, likeness)
    if (pair === undefined || pair.score < threshold) return numberOf(clusters, embeddings.length)
    const others = clusters.filter((cluster) => cluster !== pair.a && cluster !== pair.b)
    clusters = [...others, [...pair.a, ...pair.b]]
  }
}

interface Pair {
  readonly a: Cluster
  readonly b: Cluster
  readonly score: number
}

function mostAlike(clusters: readonly Cluster[], likeness: readonly number[][]): Pair | undefined {
  let best: Pair | undefined
  clusters.forEach((a, at) => {
    for (const b of clusters.slice(at + 1)) {
      const score = averageLikeness(a, b, likeness)
      if (best === undefined || score > best.score) best = { a, b, score }
    }
  })
  return best
}

function averageLikeness(a: Cluster, b: Cluster, likeness: readonly number[][]): number {
  let sum = 0
  for (const one of a) for (const other of b) sum += likeness[one]?.[other] ?? 0
  return sum / (a.length * b.length)
}

function numberOf(clusters: readonly Cluster[], count: number): number[] {
  const numbers = new Array<number>(count)
  const inOrder = clusters.toSorted((a, b) => Math.min(...a) - Math.min(...b))
  inOrder.forEach((members, number) => {
    for (const member of members) numbers[member] = number
  })
  return numbers
}
