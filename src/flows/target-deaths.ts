import type { LoadResult, Mark, Note, Result } from '../model/run.ts'
import { endText, type LoadMark, type ServiceDeath } from '../measure/index.ts'

/** What the end of a target means for what was measured. */

/** `bot 2 ended by SIGKILL`. */
export const deathText = (death: ServiceDeath): string => `${death.name} ended ${endText(death)}`

/** Deaths as moments of a load test. */
export const deathMarks = (deaths: readonly ServiceDeath[]): readonly LoadMark[] =>
  deaths.map((death) => ({ atNs: death.atNs, kind: 'death', text: deathText(death) }))

/** A result that says what became of its target; itself when nothing did. */
export function withDeaths<R extends Result>(result: R, deaths: readonly ServiceDeath[]): R {
  if (deaths.length === 0) return result
  return { ...result, notes: [...result.notes, ...deaths.map(noteOf)] }
}

/**
 * The result of a load test whose target ended meanwhile. What was measured before is kept. It has failed when nothing of
 * the target is left, or nothing succeeded any more: one of several instances may go, if the others go on.
 */
export function loadWithDeaths(
  result: LoadResult,
  deaths: readonly ServiceDeath[],
  isGone: boolean,
): LoadResult {
  const noted = withDeaths(result, deaths)
  const failed = deaths.length > 0 && (isGone || nothingAfter(result))
  return failed ? { ...noted, status: 'failed' } : noted
}

function noteOf(death: ServiceDeath): Note {
  const last = death.lastLines.at(-1)
  const wrote = last === undefined ? '' : `; it last wrote: ${last}`
  return { code: 'TARGET_DIED', message: `${deathText(death)}${wrote}` }
}

/** Whether iterations were due after the last death, and none was completed. */
function nothingAfter({ marks = [], timeline }: LoadResult): boolean {
  const last = marks.findLast(({ kind }: Mark) => kind === 'death')
  if (last === undefined) return false
  const after = timeline.filter(({ startMs }) => startMs >= last.atMs)
  const due = after.some(({ scheduled, started }) => scheduled + started > 0)
  return due && after.every(({ completed }) => completed === 0)
}
