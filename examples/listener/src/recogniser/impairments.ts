import { createRandom } from './random.ts'

/** What is to go wrong between client and recogniser. */
export interface ImpairmentOptions {
  /** Decides which frames drop the connection, and the jitter. */
  readonly seed?: number
  /** Every message from the recogniser waits this long… */
  readonly latencyMs?: number
  /** …and up to this much more. Messages keep their order. */
  readonly jitterMs?: number
  /** For every frame of audio, how likely it is that the connection is cut instead of hearing it (0…1). */
  readonly dropProbability?: number
  /** So many connections are cut at most. */
  readonly maxDrops?: number
}

/** One seeded stream of faults. */
export interface Impairments {
  /** How long the next message waits. */
  delayMs(): number
  /** Whether the connection is cut at this frame. */
  drops(): boolean
}

/** No options: nothing goes wrong. */
export function createImpairments(options: ImpairmentOptions = {}): Impairments {
  const {
    seed = 1,
    latencyMs = 0,
    jitterMs = 0,
    dropProbability = 0,
    maxDrops = Infinity,
  } = options
  // Two streams, so that asking for jitter doesn't move the drops.
  const jitter = createRandom(seed)
  const fate = createRandom(seed + 1)
  let dropped = 0
  return {
    delayMs: () => (jitterMs === 0 ? latencyMs : latencyMs + jitter() * jitterMs),
    drops: () => {
      if (dropProbability === 0 || dropped >= maxDrops) return false
      if (fate() >= dropProbability) return false
      dropped += 1
      return true
    },
  }
}
