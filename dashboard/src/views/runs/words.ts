import type { EnvironmentSummary, RunSummary } from '../../../../src/model/page.ts'
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
export function environmentText({ cpuModel, cores, os, node, ci }: EnvironmentSummary): string {
  const parts = [`${cores} × ${cpuModel}`, os, `Node ${node}`]
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
export function placeText({ branch, commit }: NonNullable<RunSummary['revision']>): string {
  const short = shown(commit.slice(0, SHORT_COMMIT))
  return branch === null ? short : `${shown(branch)} @ ${short}`
}

/** A count and what it is of. */
export interface Told {
  readonly word: string
  readonly tone: 'plain' | 'good' | 'warning' | 'error'
}

/** What was said of a run's budgets and results, worst first: `2 broken`, `1 failed`, `12 met`. */
export function verdictsOf({ budgets, results }: RunSummary): readonly Told[] {
  const all: readonly (readonly [count: number, word: string, tone: Told['tone']])[] = [
    [budgets.broken, 'broken', 'error'],
    [results.failed, 'failed', 'error'],
    [results.invalid, 'invalid', 'warning'],
    [budgets.inconclusive, 'inconclusive', 'warning'],
    [budgets.met, 'met', 'good'],
  ]
  return all.flatMap(([count, word, tone]) =>
    count > 0 ? [{ word: `${count} ${word}`, tone }] : [],
  )
}

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

/** Labels and the note, as far as there are any. */
export function remarksText({ labels, note }: RunSummary): string {
  const named = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return shown([...named, note].filter((text) => text !== '').join(' · '))
}
