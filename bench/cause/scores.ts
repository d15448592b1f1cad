import type { CauseReport } from '../../src/model/cause.ts'
import { MECHANISM_OF, type Plant, PLANTED_CAUSES, type PlantedCause } from './plants.ts'

/** How often the report was right. */

/** One judged run. */
export interface Judged {
  readonly plant: Plant
  readonly report: CauseReport
  /** Whether the generator was not the limit. */
  readonly isValid: boolean
}

/** Place of the true cause among those named, from 1; 0 = it is not there. */
export function placeOfTruth({ plant: { cause }, report }: Judged): number {
  if (cause === 'control') return 0
  const truth = MECHANISM_OF[cause]
  return report.ranked.findIndex(({ mechanism }) => mechanism === truth) + 1
}

/** One line a cause: `blocked-loop   first 9 of 10   in the first two 10 of 10`. */
export function scoreLines(judged: readonly Judged[]): readonly string[] {
  return PLANTED_CAUSES.flatMap((cause) => {
    const of = judged.filter(({ plant }) => plant.cause === cause)
    return of.length === 0 ? [] : [scoreLine(cause, of)]
  })
}

function scoreLine(cause: PlantedCause, of: readonly Judged[]): string {
  const count = (isSo: (place: number) => boolean): string =>
    `${of.filter((one) => isSo(placeOfTruth(one))).length} of ${of.length}`
  const named = of.filter(({ report }) => report.verdict === 'likely').length
  return cause === 'control'
    ? `${cause.padEnd(16)}a cause named: ${named} of ${of.length}`
    : `${cause.padEnd(16)}first: ${count((place) => place === 1).padEnd(10)}  in the first two: ${count((place) => place === 1 || place === 2)}`
}
