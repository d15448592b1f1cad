import type { EnvironmentSummary, RunSummary } from '../../../../src/model/page.ts'
import { formatCount, plural } from '../../../../src/show/text/quantity.ts'
import { SHORT_COMMIT } from '../../../../src/show/text/sentences.ts'
import { lengthText } from '../../../../src/show/text/time-axis.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { localTimeText } from '../../parts/time-text.ts'

/** What the list says of a run, in words. */

/** Of one text in a row. */
const TEXT_SHOWN = 300

/** One line of which nothing acts, and that is no longer than a row can hold. */
export const shown = (text: string): string => visibleLine(clip(text, TEXT_SHOWN))

/** `4 × AMD EPYC 7763, linux, Node 24.21.0, GitHub Actions`. */
export const environmentText = (environment: EnvironmentSummary): string =>
  `${machineText(environment)}, ${platformText(environment)}`

/** `4 × AMD EPYC 7763`. */
export const machineText = ({ cpuModel, cores }: EnvironmentSummary): string =>
  shown(`${cores} × ${cpuModel}`)

/** `linux, Node 24.21.0, GitHub Actions`. */
export function platformText({ os, node, ci }: EnvironmentSummary): string {
  const parts = [os, `Node ${node}`]
  return shown((ci === null ? parts : [...parts, ci]).join(', '))
}

/** How long a run took; empty where its record doesn't tell. */
export function durationText({ startedAt, finishedAt }: RunSummary): string {
  const lengthMs = Date.parse(finishedAt) - Date.parse(startedAt)
  return lengthMs > 0 ? lengthText(lengthMs) : ''
}

/** What stands for a run in a sentence: `bench of 2026-11-02 09:30, main @ 5895b50`. */
export function runText({ kind, startedAt, revision }: RunSummary): string {
  const when = `${kind} of ${shown(localTimeText(startedAt))}`
  return revision === null ? when : `${when}, ${placeText(revision)}`
}

/** `main @ 5895b50`. */
function placeText({ branch, commit }: NonNullable<RunSummary['revision']>): string {
  const short = shown(commit.slice(0, SHORT_COMMIT))
  return branch === null ? short : `${shown(branch)} @ ${short}`
}

/** What a commit says of itself, and whether there was more than it: `uncommitted changes: Name the channels`. */
export function codeText(revision: RunSummary['revision']): string {
  if (revision === null) return ''
  const { dirty, subject } = revision
  const parts = [...(dirty ? ['uncommitted changes'] : []), subject]
  return shown(parts.filter((text) => text !== '').join(': '))
}

/** A few words, and how much they matter. */
export interface Told {
  readonly word: string
  readonly tone: 'plain' | 'good' | 'warning' | 'error'
}

/** What was said of a run's budgets, or of its scenarios: what is not well by itself, and the rest. */
export interface Verdicts {
  readonly troubles: readonly Told[]
  /** `3 budgets met`, or behind troubles `of 5`; empty = there are none. */
  readonly rest: string
}

export function budgetsOf({ budgets: { broken, inconclusive, met } }: RunSummary): Verdicts {
  const troubles = [
    { count: broken, word: 'broken', tone: 'error' },
    { count: inconclusive, word: 'inconclusive', tone: 'warning' },
  ] as const
  return verdictsOf('budget', troubles, { count: met, word: 'met' })
}

export function resultsOf({ results: { failed, invalid, ok } }: RunSummary): Verdicts {
  const troubles = [
    { count: failed, word: 'failed', tone: 'error' },
    { count: invalid, word: 'invalid', tone: 'warning' },
  ] as const
  return verdictsOf('scenario', troubles, { count: ok, word: 'ok' })
}

interface Counted {
  readonly count: number
  readonly word: string
}

/** The first says of what they are: where there is little room, it is the last words that are cut off. */
function verdictsOf(
  one: string,
  all: readonly (Counted & Pick<Told, 'tone'>)[],
  well: Counted,
): Verdicts {
  const [first, ...others] = all.filter(({ count }) => count > 0)
  if (first === undefined) {
    return { troubles: [], rest: well.count > 0 ? `${plural(well.count, one)} ${well.word}` : '' }
  }
  const troubled = [first, ...others].reduce((sum, { count }) => sum + count, 0)
  return {
    troubles: [
      { word: `${plural(first.count, one)} ${first.word}`, tone: first.tone },
      ...others.map(({ count, word, tone }) => ({ word: `${formatCount(count)} ${word}`, tone })),
    ],
    rest: `of ${formatCount(well.count + troubled)}`,
  }
}

/** The same in one line. */
export const verdictText = ({ troubles, rest }: Verdicts): string =>
  [troubles.map(({ word }) => word).join(', '), rest].filter((text) => text !== '').join(' ')

const STATUS_TONES: Readonly<Record<RunSummary['status'], Told['tone']>> = {
  complete: 'good',
  aborted: 'warning',
  failed: 'error',
  invalid: 'warning',
}

/** How a run ended. */
export const statusOf = ({ status }: RunSummary): Told => ({
  word: status,
  tone: STATUS_TONES[status] ?? 'plain',
})

/** `12 scenarios: decode, mel, …`. */
export function scenariosText({ scenarios, results }: RunSummary): string {
  const all = results.ok + results.failed + results.invalid
  const more = all > scenarios.length ? ', …' : ''
  return shown(`${scenarios.join(', ')}${more}`)
}

/** The note and the labels, as far as there are any. */
export function remarksText({ labels, note }: RunSummary): string {
  const named = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return shown([note, ...named].filter((text) => text !== '').join(' · '))
}
