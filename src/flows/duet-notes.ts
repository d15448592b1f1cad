import type { DuetEvidence } from '../model/duet.ts'
import type { Interleaving } from '../measure/index.ts'
import type { DuetSelection, DuetSides } from './duet-sides.ts'

/** What a reader of a duet should know before its verdicts. */

/** What failed, and where: a comparison of it would be one of nothing. */
export function failureNotes(
  measured: readonly Pick<Interleaving, 'pair' | 'failure'>[],
  sides: DuetSides,
): readonly string[] {
  return measured.flatMap(({ pair, failure }) => {
    if (failure === undefined) return []
    const where = failure.side === undefined ? '' : ` in ${sides[failure.side].name}`
    return `'${pair.identity.key}' failed${where}.`
  })
}

/** What might be the same for both sides without anyone seeing it. */
export function uncheckedNotes(
  evidence: readonly Pick<DuetEvidence, 'pair' | 'unchecked'>[],
): readonly string[] {
  return evidence.flatMap(({ pair, unchecked }) =>
    unchecked.length === 0
      ? []
      : `'${pair.identity.key}' also runs ${unchecked.join(' and ')}: whether that is each side's own code was not checked.`,
  )
}

/** What a reader should know of what was chosen. */
export function notesOn({ tests, declarative }: DuetSelection): readonly string[] {
  const files = tests.length === 1 ? 'One perf test' : `${tests.length} perf tests`
  const keys = declarative.map(({ key }) => `'${key}'`).join(', ')
  return [
    ...(tests.length === 0
      ? []
      : [`${files} for Vitest can't be loaded twice into one process, and is left out.`]),
    ...(declarative.length === 0
      ? []
      : [`Left out, since both revisions would send the same to one target: ${keys}.`]),
  ]
}
