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
  /** `3 budgets met`, or behind troubles `of 5 budgets`; empty = there are none. */
  readonly rest: string
}

export function budgetsOf({ budgets: { broken, inconclusive, met } }: RunSummary): Verdicts {
  const troubles = [
    ...told(broken, 'broken', 'error'),
    ...told(inconclusive, 'inconclusive', 'warning'),
  ]
  return { troubles, rest: restOf(met, broken + inconclusive, ['budget', 'met']) }
}

export function resultsOf({ results: { failed, invalid, ok } }: RunSummary): Verdicts {
  const troubles = [...told(failed, 'failed', 'error'), ...told(invalid, 'invalid', 'warning')]
  return { troubles, rest: restOf(ok, failed + invalid, ['scenario', 'ok']) }
}

const told = (count: number, word: string, tone: Told['tone']): readonly Told[] =>
  count > 0 ? [{ word: `${formatCount(count)} ${word}`, tone }] : []

function restOf(
  well: number,
  troubled: number,
  [one, word]: readonly [one: string, word: string],
): string {
  if (troubled > 0) return `of ${plural(well + troubled, one)}`
  return well > 0 ? `${plural(well, one)} ${word}` : ''
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
