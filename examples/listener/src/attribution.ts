import { overlapMs, type Span } from './span.ts'
import type { SpeakerSpan } from './speakers/names.ts'
import type { TranscriptWord } from './transcription/transcriber.ts'

/** What one speaker said without interruption. */
export interface Line extends Span {
  readonly speaker: string
  readonly text: string
}

interface Run extends SpeakerSpan {
  readonly words: TranscriptWord[]
}

/**
 * Who said what: each word goes to whoever speaks during most of it, and what a speaker says before the next one does
 * is a line.
 */
export function attribute(
  words: readonly TranscriptWord[],
  speakers: readonly SpeakerSpan[],
): Line[] {
  const runs = runsOf(speakers)
  for (const word of words) nearestRun(word, runs)?.words.push(word)
  return runs.flatMap(({ speaker, words: said }) => {
    const [first, last] = [said[0], said.at(-1)]
    if (!first || !last) return []
    const text = said.map((word) => word.text).join(' ')
    return [{ speaker, text, startMs: first.startMs, endMs: last.endMs }]
  })
}

/** Neighbouring spans of one speaker as one run, from the beginning of the first to the end of the last. */
function runsOf(speakers: readonly SpeakerSpan[]): Run[] {
  const runs: Run[] = []
  for (const { speaker, startMs, endMs } of speakers) {
    const last = runs.at(-1)
    if (last?.speaker === speaker) runs[runs.length - 1] = { ...last, endMs }
    else runs.push({ speaker, startMs, endMs, words: [] })
  }
  return runs
}

/** A word outside every run (its times are estimates) belongs to the nearest one. */
function nearestRun(word: Span, runs: readonly Run[]): Run | undefined {
  const closeness = (run: Run): number => overlapMs(word, run) || -gapMs(word, run)
  return runs.reduce<Run | undefined>(
    (best, run) => (best && closeness(best) >= closeness(run) ? best : run),
    undefined,
  )
}

function gapMs(a: Span, b: Span): number {
  return Math.max(a.startMs - b.endMs, b.startMs - a.endMs)
}
