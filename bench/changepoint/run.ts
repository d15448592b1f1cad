import { changePoints, ChangePointTracker, mean } from '../../src/stats/index.ts'
import type { Labelled } from './labelled.ts'
import { type Alarm, annotatedF1, covering, type Judged, type Score, score } from './scores.ts'

/** Change points of whole histories, on defaults. */
function judgeWhole(histories: readonly Labelled[]): Judged[] {
  return histories.map((history) =>
    judged(
      history,
      changePoints(history.values).map(({ index }) => ({ index })),
    ),
  )
}

/** Alarms of a tracker that is fed value by value, on defaults. */
export function judgeGrowing(histories: readonly Labelled[]): Judged[] {
  return histories.map((history) => {
    const tracker = new ChangePointTracker()
    const alarms = history.values.map((value) => tracker.push(value))
    return judged(
      history,
      alarms.filter((alarm) => alarm !== undefined),
    )
  })
}

function judged({ values, labels, optional }: Labelled, alarms: readonly Alarm[]): Judged {
  return { length: values.length, labels, optional, alarms }
}

/** Scores of a set with one truth each. */
export function scoreWhole(histories: readonly Labelled[]): Score {
  return score(judgeWhole(histories))
}

/** Scores of a set with several annotators, means over its series. */
export function scoreAnnotated(histories: readonly Labelled[]): { f1: number; cover: number } {
  const all = judgeWhole(histories)
  return { f1: mean(all.map(annotatedF1)), cover: mean(all.map(covering)) }
}
