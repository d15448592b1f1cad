import type { Span } from '../span.ts'
import { clusterAll, createOnlineClusters } from './clustering.ts'
import { createEmbedder, type Heard } from './embedding.ts'
import { nameSpeakers, type SpeakerSpan } from './names.ts'

/** Who speaks when, at two moments. */
export interface SpeakerMap {
  /** As it could be said while listening: each segment judged by those before it. */
  readonly live: readonly SpeakerSpan[]
  /** With everything heard. Whoever is still the same has kept the name. */
  readonly settled: readonly SpeakerSpan[]
}

/** Maps the spoken spans of a recording, in order of time, to speakers. */
export type SpeakerMapper = (heard: Heard, spans: readonly Span[]) => SpeakerMap

/**
 *   span ─▶ embedding ─┬▶ nearest centroid ─▶ live names ──┐ keep
 *                      └▶ cluster all again ─▶ settled names ◀┘
 *
 * @param mels bands of the spectrograms that will be given
 */
export function createSpeakerMapper(mels: number): SpeakerMapper {
  const embed = createEmbedder(mels)
  return (heard, spans) => {
    const embeddings = spans.map((span) => embed(heard, span))
    const online = createOnlineClusters()
    const live = nameSpeakers(withClusters(spans, embeddings.map(online.add)))
    return { live, settled: nameSpeakers(withClusters(spans, clusterAll(embeddings)), live) }
  }
}

function withClusters(
  spans: readonly Span[],
  clusters: readonly number[],
): (Span & { cluster: number })[] {
  return spans.map((span, at) => ({ ...span, cluster: clusters[at] ?? 0 }))
}
