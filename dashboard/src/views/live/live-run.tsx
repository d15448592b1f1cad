import { type LiveLane, liveWindowsOf, type LiveRun } from '../../../../src/model/page.ts'
import { revisionLine } from '../../../../src/show/text/sentences.ts'
import { visibleLine } from '../../../../src/show/text/visible.ts'
import { Badge } from '../../parts/badge.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Time } from '../../parts/time.tsx'
import { hrefOf } from '../../routing/route.ts'
import { LoadCourse } from '../load/course.tsx'
import { LanesNow } from './lanes-now.tsx'
import { endOf } from './now.ts'
import { Progress } from './progress.tsx'
import { clockText, endSentence, kindWord, STATUS } from './words.ts'

/** One run as it goes on, and what has become of it. */
export function RunUnderWay({ run }: { readonly run: LiveRun }) {
  const { id, lanes, progress, revision, startedAt, status, kind } = run
  return (
    <article class="live-run" aria-label={`${kindWord(run)} ${id}`}>
      <p>
        <Badge {...STATUS[status]} /> {kindWord(run)} of <Time iso={startedAt} /> ·{' '}
        {visibleLine(revisionLine(revision))} <span class="mono muted">{id}</span>
      </p>
      <RunEnd run={run} />
      {progress === null || status === 'complete' ? null : (
        <Progress progress={progress} kind={kind} />
      )}
      {lanes.length === 0 ? null : <LiveLoad lanes={lanes} />}
    </article>
  )
}

/** Told to whoever listens as well: it is what one waits for. */
const RunEnd = ({ run }: { readonly run: LiveRun }) => (
  <div role="status">
    {run.status === 'running' ? null : (
      <Notice tone={STATUS[run.status].tone} title={endSentence(run)}>
        {run.status === 'lost' ? (
          'What it had told until then is shown below for some minutes.'
        ) : (
          <a href={hrefOf(['runs', run.id])}>See the record.</a>
        )}
      </Notice>
    )}
  </div>
)

function LiveLoad({ lanes }: { readonly lanes: readonly LiveLane[] }) {
  const begun = lanes.filter(({ windows }) => windows.length > 0)
  const isCut = begun.some(({ windows }) => (windows[0]?.startMs ?? 0) > 0)
  return (
    <>
      <LanesNow lanes={lanes} />
      {isCut ? (
        <p class="muted">
          The charts hold the last {clockText(liveWindowsOf(lanes.length) * 1000)}; the record is
          going to hold all.
        </p>
      ) : null}
      {begun.length === 0 ? (
        <p class="muted">The first second has not ended yet.</p>
      ) : (
        <LoadCourse lanes={begun} reachMs={reachOf(begun)} />
      )}
    </>
  )
}

/** As far as the schedule goes, but not much farther than it has come: in steps, so that the axis stands still between. */
function reachOf(lanes: readonly LiveLane[]): number {
  const atMs = Math.max(...lanes.map(({ windows }) => windows.at(-1)?.startMs ?? 0))
  const steps = Math.max(0, Math.ceil(Math.log2((atMs * ROOM) / SHORTEST_REACH_MS)))
  return Math.min(Math.max(...lanes.map(endOf)), SHORTEST_REACH_MS * 2 ** steps)
}

const SHORTEST_REACH_MS = 60_000
/** Some of the axis is free to grow into. */
const ROOM = 1.1
