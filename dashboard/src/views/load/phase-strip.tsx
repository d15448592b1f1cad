import type { LoadPhase } from '../../../../src/model/load.ts'
import { lengthText } from '../../../../src/show/text/time-axis.ts'
import { timeText } from '../../charts/axis-time.ts'
import { shownName } from '../run/names.ts'
import type { ChartScene } from '../../charts/time-chart-content.ts'
import type { TimeView } from '../../charts/zoom-view.ts'

/** Names of phases above the charts, as far as they have room; beneath them what the shades and letters mean. */
export function PhaseStrip(props: {
  readonly phases: readonly LoadPhase[]
  readonly view: TimeView
}) {
  const { phases, view } = props
  const { fromMs, toMs } = view.seen.value
  const shareOf = (atMs: number): number =>
    (100 * (Math.min(toMs, Math.max(fromMs, atMs)) - fromMs)) / (toMs - fromMs)
  const seen = phases.filter(
    (phase) => phase.startMs < toMs && phase.startMs + phase.durationMs > fromMs,
  )
  return (
    <ol class="phase-strip" aria-label="Phases">
      {seen.map(({ name, startMs, durationMs, steady }) => {
        const left = shareOf(startMs)
        const text = `${shownName(name)}, ${lengthText(durationMs)}${steady ? ', measured' : ''}`
        return (
          <li
            key={startMs}
            class={steady ? 'steady' : 'quiet'}
            style={{ left: `${left}%`, width: `${shareOf(startMs + durationMs) - left}%` }}
            title={`${text}, from ${timeText(startMs)}`}
          >
            {text}
          </li>
        )
      })}
    </ol>
  )
}

/** What shades and letters mean, for those that are there. */
export function SceneKey({ scene }: { readonly scene: ChartScene }) {
  const has = (tone: ChartScene['bands'][number]['tone']): boolean =>
    scene.bands.some((band) => band.tone === tone)
  if (scene.bands.length + scene.marks.length === 0) return null
  return (
    <ul class="scene-key">
      {has('quiet') ? (
        <li>
          <span class="shade quiet" aria-hidden="true" /> grey: not measured
        </li>
      ) : null}
      {has('slow') ? (
        <li>
          <span class="shade slow" aria-hidden="true" /> with a bar at its foot: slow windows
        </li>
      ) : null}
      {scene.marks.map(({ sign, text, atMs }) => (
        <li key={`${sign} ${atMs} ${text}`}>
          <span class="mark-sign">{sign}</span> {text}
        </li>
      ))}
    </ul>
  )
}
