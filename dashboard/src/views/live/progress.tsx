import type { LiveProgress, LiveRun } from '../../../../src/model/page.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { progressText } from './words.ts'

const LONGEST_NAME = 200

/** How far a run of launches, or of rounds, has got. */
export function Progress(props: {
  readonly progress: LiveProgress
  readonly kind: LiveRun['kind']
}) {
  const { progress, kind } = props
  const { done, launches, scenario } = progress
  return (
    <div class="live-progress">
      <progress value={done} max={Math.max(1, launches)} aria-label="How far it has got">
        {progressText(progress, kind)}
      </progress>
      <p>
        <strong>{progressText(progress, kind)}</strong>
        {scenario === '' ? null : <> · {visibleLine(clip(scenario, LONGEST_NAME))}</>}
      </p>
    </div>
  )
}
