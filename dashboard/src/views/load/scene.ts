import type { ErrorBurst, LoadFindings } from '../../../../src/model/load-findings.ts'
import type { LoadPhase } from '../../../../src/model/load.ts'
import type { Mark } from '../../../../src/model/run.ts'
import { markSentence } from '../../../../src/show/text/load.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import type { ChartBand, ChartMark, ChartScene } from '../../charts/time-chart-content.ts'

/** What happened on the axis: shades and letters that all charts have in common. */

/** Phases that are not measured, and the stretches that were slow. */
export function sceneOf(of: {
  readonly phases: readonly LoadPhase[]
  readonly marks: readonly Mark[]
  readonly findings: LoadFindings | undefined
}): ChartScene {
  return {
    bands: [...quietBands(of.phases), ...slowBands(of.findings)],
    marks: chartMarks(of.marks),
  }
}

/** Where nothing is steady, everything is measured. */
function quietBands(phases: readonly LoadPhase[]): readonly ChartBand[] {
  if (phases.every(({ steady }) => !steady)) return []
  return phases
    .filter(({ steady }) => !steady)
    .map(({ name, startMs, durationMs }) => ({
      fromMs: startMs,
      toMs: startMs + durationMs,
      tone: 'quiet',
      name,
    }))
}

const slowBands = (findings: LoadFindings | undefined): readonly ChartBand[] =>
  (findings?.causes?.effect?.stretches ?? []).map(({ startMs, durationMs }) => ({
    fromMs: startMs,
    toMs: startMs + durationMs,
    tone: 'slow',
    name: 'slow windows',
  }))

/** Errors that came together, for the chart of errors. */
export const withBursts = (scene: ChartScene, bursts: readonly ErrorBurst[]): ChartScene => ({
  ...scene,
  bands: [
    ...scene.bands,
    ...bursts.map(
      ({ code, startMs, durationMs }): ChartBand => ({
        fromMs: startMs,
        toMs: startMs + durationMs,
        tone: 'burst',
        name: `burst of ${code}`,
      }),
    ),
  ],
})

const TEXT_LENGTH = 400
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** `a`, `b` … in time order; what every scenario tells is told once, and those behind the alphabet share the last letter. */
export function chartMarks(marks: readonly Mark[]): readonly ChartMark[] {
  const told = new Map(marks.map((mark) => [`${mark.kind} ${mark.atMs} ${mark.text}`, mark]))
  return [...told.values()]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map((mark, index) => ({
      atMs: mark.atMs,
      sign: LETTERS.charAt(Math.min(LETTERS.length - 1, index)),
      text: visibleLine(clip(markSentence(mark), TEXT_LENGTH)),
    }))
}
