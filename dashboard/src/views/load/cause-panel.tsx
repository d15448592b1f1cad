import type { CauseReport } from '../../../../src/model/cause.ts'
import type { LoadFindings } from '../../../../src/model/load-findings.ts'
import { formatPercent } from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Notice } from '../../parts/notice.tsx'
import { timeText } from '../../charts/axis-time.ts'
import type { TimeView } from '../../charts/zoom-view.ts'

/** Stretches that have a button. */
const TOLD = 6
/** So much of a stretch's own length is seen on either side of it. */
const MARGIN = 0.6

const TEXT_LENGTH = 1000
/** Names of sources may hold anything. */
const said = (text: string): string => visibleLine(clip(text, TEXT_LENGTH))

/** What made it slow, with the evidence, and where to look. */
export function CausePanel(props: {
  readonly findings: LoadFindings | undefined
  readonly view: TimeView
}) {
  const { findings, view } = props
  const causes = findings?.causes
  if (causes === undefined) return null
  return (
    <section class="cause" aria-label="What made it slow">
      <CauseSentence causes={causes} />
      {causes.ranked.length === 0 ? null : (
        <ol class="cause-list measure">
          {causes.ranked.map(({ words, evidence, explains, confidence, explainedShare }) => (
            <li key={`${words} ${evidence}`}>
              <strong>{said(words)}</strong>: {said(evidence)}
              {explains.length === 0 ? null : ` (it explains ${said(explains.join(', '))} too)`}.{' '}
              <span class="muted">
                It accounts for {formatPercent(100 * explainedShare)} of the slowness;{' '}
                {sureText(confidence)} of timelines in another order fit less well.
              </span>
            </li>
          ))}
        </ol>
      )}
      <Stretches causes={causes} view={view} />
    </section>
  )
}

/** So many rearranged timelines are no proof. */
const sureText = (confidence: number): string =>
  confidence > 0.99 ? 'more than 99 %' : formatPercent(100 * confidence)

/** A clear cause is worth a notice; that there is none is said as plainly. */
function CauseSentence({ causes: { verdict, summary, effect } }: { readonly causes: CauseReport }) {
  if (verdict === 'likely')
    return <Notice tone="warning" title={`What made it slow: ${said(summary)}`} />
  if (effect === null) return <p class="muted">What made it slow: {said(summary)}.</p>
  return <Notice tone="plain" title={`What made it slow: ${said(summary)}`} />
}

function Stretches({ causes, view }: { readonly causes: CauseReport; readonly view: TimeView }) {
  const stretches = causes.effect?.stretches ?? []
  if (stretches.length === 0) return null
  const more = stretches.length - TOLD
  return (
    <p class="toolbar">
      <span>Slow:</span>
      {stretches.slice(0, TOLD).map(({ startMs, durationMs }) => (
        <ShowButton
          key={startMs}
          stretch={{ startMs, durationMs }}
          view={view}
          what="slow windows"
        />
      ))}
      {more > 0 ? <span>and {more} more</span> : null}
    </p>
  )
}

/** Zooms to something, with some of what is around it. */
export function ShowButton(props: {
  readonly stretch: { readonly startMs: number; readonly durationMs: number }
  readonly view: TimeView
  readonly what: string
}) {
  const { stretch, view, what } = props
  const { startMs, durationMs } = stretch
  const marginMs = Math.max(durationMs * MARGIN, 2000)
  const show = (): void =>
    view.show({ fromMs: startMs - marginMs, toMs: startMs + durationMs + marginMs })
  return (
    <button type="button" class="small" onClick={show}>
      <span class="visually-hidden">Zoom to {what} </span>
      {timeText(startMs)} to {timeText(startMs + durationMs)}
    </button>
  )
}
