import type { Window } from '../../../model/run.ts'
import { extraMeanMs, rise, type Search } from '../suspect.ts'
import { mostlyKnown } from '../windows.ts'
import { msText, versus } from '../words.ts'

/** Stages say where the time went, and not why: they are the answer where nothing else is. */

/** A stage that is nearly all of the iteration says nothing that is not known. */
const NEARLY_ALL = 0.9

/** The stages that take longer. */
export const stages: Search = (question) => {
  const { windows } = question.judged
  const names = new Set(windows.flatMap((window) => window.stages.map(({ name }) => name)))
  return [...names].flatMap((name) => {
    const values = mostlyKnown(windows.map((window) => timeMs(window, name)))
    if (values === undefined) return []
    const usually = question.effect.mean.usual
    return {
      kind: 'stage',
      mechanism: 'stage',
      series: name,
      words: `stage ${name}`,
      values,
      sizes: [values],
      share: ([time]) =>
        (time?.usual ?? 0) > NEARLY_ALL * usually ? 0 : rise(time) / extraMeanMs(question),
      evidence: ([time]) => `the stage ${name} took ${versus(time, msText)} in each iteration`,
    } as const
  })
}

/** In each iteration that ended. */
function timeMs({ stages: all, completed }: Window, wanted: string): number {
  const found = all.find(({ name }) => name === wanted)
  const mean = found?.metrics['latency']?.mean
  if (found === undefined || mean === undefined || completed === 0) return Number.NaN
  return (mean * (found.metrics['latency']?.count ?? found.calls)) / completed / 1e6
}
