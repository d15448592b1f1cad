import { createRandom, type Random } from '../../kernel/random.ts'
import type { Cause, CauseReport } from '../../model/cause.ts'
import type { Note, Result } from '../../model/run.ts'
import { describeEffect, effectOf } from './effect.ts'
import { fitSuspects } from './fit.ts'
import { SEARCHES } from './mechanisms/table.ts'
import { type RankedFit, rankFits } from './rank.ts'
import type { Question } from './suspect.ts'
import { watchedSources } from './watched.ts'
import { FEWEST_WINDOWS, type JudgedWindows, judgedWindows } from './windows.ts'
import { msText } from './words.ts'

/** How to look for causes; everything has a default. */
export interface CauseOptions {
  /** Rearranges timelines. Default: a stream of its own, always the same, so that a record has one report. */
  readonly random?: Random
}

const DEFAULT_SEED = 1

/** Of the best suspect, all of them taken together. */
const MOST_CHANCE = 0.02
/** Less than this of the slowness is explained: something else is the cause. */
const LEAST_SHARE = 0.25
const LEAST_CORRELATION = 0.3
/** Those behind the likeliest are told of while they fit at least so well beside it. */
const WORTH_TELLING = 0.2

/**
 * What made a load test slow, from the windows of its timeline: ranks what was watched by how it moves with latency and
 * by how much of the slowness its size explains. Names nothing when latency hardly moved, or when what moved with it may
 * have done so by chance (5 %, over all series), or is too small to matter. Pure; the formulas: docs/what-made-it-slow.md.
 */
export function findCauses(
  result: Result,
  { random = createRandom(DEFAULT_SEED) }: CauseOptions = {},
): CauseReport {
  const judged = judgedWindows(result)
  if (judged === undefined) {
    return nothing(
      'TOO_FEW_WINDOWS',
      `no clear cause: fewer than ${FEWEST_WINDOWS} windows of steady load with an answer in them`,
    )
  }
  const effect = effectOf(judged)
  if (effect === undefined) {
    return nothing('LATENCY_STEADY', 'no clear cause: latency was much the same all the time')
  }
  const question = { judged, effect, sources: watchedSources(judged) }
  const suspects = SEARCHES.flatMap((search) => search(question))
  const ranked = rankFits(fitSuspects(question, suspects, random))
  const found = report(question, ranked)
  return { ...found, notes: [...found.notes, ...doubts(result)] }
}

/** What takes some of the worth away. */
const doubts = ({ status }: Result): readonly Note[] =>
  status === 'invalid'
    ? [
        {
          code: 'GENERATOR_WAS_THE_LIMIT',
          message: 'the generator was the limit in this run: some of the latency is its own',
        },
      ]
    : []

const nothing = (code: string, summary: string): CauseReport => ({
  verdict: 'none',
  summary,
  effect: null,
  ranked: [],
  notes: [{ code, message: summary }],
})

function report(question: Question, ranked: readonly RankedFit[]): CauseReport {
  const effect = describeEffect(question.effect, question.judged)
  const fitting = ranked.filter(isFitting)
  const [first] = fitting
  if (first === undefined || !fitting.some(isClear)) {
    const note = unclear(question)
    return { verdict: 'none', summary: note.message, effect, ranked: [], notes: [note] }
  }
  const told = fitting.filter(({ score }) => score >= first.score * WORTH_TELLING)
  return {
    verdict: 'likely',
    summary: `likely cause: ${first.suspect.words}`,
    effect,
    ranked: told.map((fit) => causeOf(fit, question.judged)),
    notes: [],
  }
}

const isFitting = ({ share, correlation }: RankedFit): boolean =>
  share >= LEAST_SHARE && correlation >= LEAST_CORRELATION

const isClear = ({ pValue }: RankedFit): boolean => pValue <= MOST_CHANCE

function causeOf(fit: RankedFit, { spanMs }: JudgedWindows): Cause {
  const { kind, mechanism, source, sourceKind, series, words, evidence } = fit.suspect
  const [shown] = fit.means
  return {
    kind,
    mechanism,
    ...(source === undefined ? {} : { source }),
    ...(sourceKind === undefined ? {} : { sourceKind }),
    series,
    words,
    score: fit.score,
    correlation: fit.correlation,
    lagMs: fit.lag * spanMs,
    confidence: 1 - fit.pValue,
    explainedShare: fit.share,
    evidence: `in the slow windows ${evidence(fit.means)}`,
    slow: shown?.slow ?? 0,
    usual: shown?.usual ?? 0,
    explains: fit.explained.map(({ suspect }) => suspect.words),
  }
}

function unclear({ sources, effect }: Question): Note {
  const much = `latency was ${msText(effect.mean.slow)} in slow windows and ${msText(effect.mean.usual)} in the others`
  if (sources.length === 0) {
    return {
      code: 'NOTHING_WATCHED',
      message: `no clear cause: ${much}, and nothing but the generator was watched`,
    }
  }
  return {
    code: 'NOTHING_MOVED_WITH_IT',
    message: `no clear cause: ${much}, and nothing that was watched explains it: look for a wait inside the service, or for something that it uses and that is not watched`,
  }
}
