import type { Run } from '../../../../src/model/run.ts'
import {
  environmentLine,
  revisionLine,
  runCounts,
  statusSentence,
} from '../../../../src/show/text/sentences.ts'
import { Notice } from '../../parts/notice.tsx'

/** What a run is, and whether its numbers are to be trusted. */
export function RunHead({ run }: { readonly run: Run }) {
  const status = statusSentence(run)
  return (
    <>
      <h1>
        {run.kind} <span class="mono">{run.id}</span>
      </h1>
      <p>
        {run.startedAt} · {runCounts(run)} · {revisionLine(run.revision)}
      </p>
      <p class="muted">{environmentLine(run.environment)}</p>
      {status === '' ? null : <Notice tone="warning" title={status} />}
    </>
  )
}
