import type { Comparison } from '../../../../src/model/comparison.ts'
import type { Run, RunKind } from '../../../../src/model/run.ts'
import { ns, nsToMs } from '../../../../src/kernel/units.ts'
import {
  environmentLine,
  runCounts,
  runDurationNs,
  statusSentence,
} from '../../../../src/show/text/sentences.ts'
import { lengthText } from '../../../../src/show/text/time-axis.ts'
import { clip, visibleLine, visibleText } from '../../../../src/show/text/visible.ts'
import { Badge } from '../../parts/badge.tsx'
import { RevisionText } from '../../parts/commit-link.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Notice, type Tone } from '../../parts/notice.tsx'
import { useTitle } from '../../parts/page-title.ts'
import { Time } from '../../parts/time.tsx'
import { localTimeText } from '../../parts/time-text.ts'
import { hrefOf } from '../../routing/route.ts'
import { RecordLinks } from './record-links.tsx'
import './run.css'

const TITLES: Readonly<Record<RunKind, string>> = {
  bench: 'Benchmark',
  duet: 'Side of a duet',
  load: 'Load test',
  soak: 'Soak test',
  fault: 'Fault test',
  monitor: 'Monitoring',
  noise: 'Noise measurement',
}

const TONES: Readonly<Record<Run['status'], Tone>> = {
  complete: 'good',
  aborted: 'warning',
  failed: 'error',
  invalid: 'error',
}

/** Longest note that is shown whole. */
const NOTE_LENGTH = 2000
/** Longest label. */
const LABEL_LENGTH = 200

/** What a run is, and whether its numbers are to be trusted. @param props.comparison with its baseline, where known */
export function RunHead(props: { readonly run: Run; readonly comparison?: Comparison | null }) {
  const { run, comparison } = props
  const status = statusSentence(run)
  const title = `${TITLES[run.kind] ?? visibleLine(run.kind)} of ${localTimeText(run.startedAt)}`
  const hasLabels = Object.keys(run.labels).length > 0
  useTitle(title)
  return (
    <header class="run-head">
      <h1>{title}</h1>
      {status === '' ? null : <Notice tone={TONES[run.status] ?? 'warning'} title={status} />}
      {run.note === '' ? null : <p class="run-note">{visibleText(clip(run.note, NOTE_LENGTH))}</p>}
      <Facts
        facts={[
          ['Status', <StatusWords key="status" run={run} />],
          ['Revision', <RevisionOf key="revision" run={run} />],
          ['Started', <Started key="started" run={run} />],
          ['Measured on', visibleLine(clip(environmentLine(run.environment), LABEL_LENGTH))],
          ['Labels', hasLabels ? <Labels key="labels" labels={run.labels} /> : null],
          [
            'Compared with',
            comparison ? <BaselineLink key="baseline" comparison={comparison} /> : null,
          ],
          ['Record', <RecordLinks key="record" run={run} />],
          [
            'Run',
            <span key="id">
              <code>{visibleLine(run.id)}</code> <CopyButton text={run.id} what="the run’s id" />
            </span>,
          ],
        ]}
      />
    </header>
  )
}

const StatusWords = ({ run }: { readonly run: Run }) => (
  <>
    <Badge tone={TONES[run.status] ?? 'plain'} word={visibleLine(run.status)} /> {runCounts(run)}
  </>
)

function RevisionOf({ run: { revision } }: { readonly run: Run }) {
  const subject = revision === null ? '' : visibleLine(clip(revision.subject, LABEL_LENGTH))
  return (
    <>
      <RevisionText revision={revision} />
      {subject === '' ? null : <div class="muted">{subject}</div>}
    </>
  )
}

const Started = ({ run }: { readonly run: Run }) => (
  <>
    <Time iso={run.startedAt} />, took {lengthText(nsToMs(ns(runDurationNs(run))))}
  </>
)

const Labels = ({ labels }: Pick<Run, 'labels'>) => (
  <ul class="run-labels">
    {Object.entries(labels).map(([name, value]) => (
      <li key={name}>
        <span class="muted">{visibleLine(clip(name, LABEL_LENGTH))}:</span>{' '}
        {visibleLine(clip(value, LABEL_LENGTH))}
      </li>
    ))}
  </ul>
)

function BaselineLink({ comparison }: { readonly comparison: Comparison }) {
  const { current, baseline } = comparison
  return (
    <>
      <a href={hrefOf(['compare', current.run, baseline.run])}>
        baseline {visibleLine(clip(baseline.name, LABEL_LENGTH))}
      </a>
      {baseline.revision === null ? null : (
        <>
          , <RevisionText revision={baseline.revision} />
        </>
      )}{' '}
      (<a href={hrefOf(['runs', baseline.run])}>its run</a>)
    </>
  )
}
