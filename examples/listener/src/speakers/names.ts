import { overlapMs, type Span } from '../span.ts'

/** A stretch of speech and the cluster it was put into. */
export interface Clustered extends Span {
  readonly cluster: number
}

/** A stretch of speech and the name of who speaks. */
export interface SpeakerSpan extends Span {
  readonly speaker: string
}

interface Claim {
  readonly cluster: number
  readonly speaker: string
  readonly ms: number
}

/**
 * Names for clusters that stay the same when the clustering changes. A cluster takes the name that most of its speech
 * had before; the claim with the most milliseconds wins, each name is given once, and clusters without one get the next
 * name that was never used ("Speaker A", "Speaker B", …), in the order of first speaking.
 * @param segments in order of time
 * @param previous names that were given to the same recording before
 */
export function nameSpeakers(
  segments: readonly Clustered[],
  previous: readonly SpeakerSpan[] = [],
): SpeakerSpan[] {
  const names = settleClaims(claimsOf(segments, previous))
  const used = new Set(previous.map((span) => span.speaker))
  return segments.map(({ cluster, startMs, endMs }) => {
    const speaker = names.get(cluster) ?? unusedName(used)
    names.set(cluster, speaker)
    used.add(speaker)
    return { speaker, startMs, endMs }
  })
}

function claimsOf(segments: readonly Clustered[], previous: readonly SpeakerSpan[]): Claim[] {
  const claims = new Map<string, Claim>()
  for (const segment of segments) {
    for (const named of previous) {
      const shared = overlapMs(segment, named)
      if (shared === 0) continue
      const { cluster } = segment
      const { speaker } = named
      const key = `${cluster} ${speaker}`
      claims.set(key, { cluster, speaker, ms: (claims.get(key)?.ms ?? 0) + shared })
    }
  }
  return [...claims.values()].toSorted((a, b) => b.ms - a.ms)
}

function settleClaims(claims: readonly Claim[]): Map<number, string> {
  const names = new Map<number, string>()
  const taken = new Set<string>()
  for (const { cluster, speaker } of claims) {
    if (names.has(cluster) || taken.has(speaker)) continue
    names.set(cluster, speaker)
    taken.add(speaker)
  }
  return names
}

function unusedName(used: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const name = `Speaker ${lettersOf(number)}`
    if (!used.has(name)) return name
  }
}

/** 0 → A, 25 → Z, 26 → AA, like the columns of a spreadsheet. */
function lettersOf(number: number): string {
  const letter = String.fromCharCode(65 + (number % 26))
  return number < 26 ? letter : lettersOf(Math.floor(number / 26) - 1) + letter
}
