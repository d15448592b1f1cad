import type { Run } from '../../../../src/model/run.ts'
import { useSource } from '../../source/use-document.ts'

/** How long a browser may take to begin with a download. */
const DOWNLOAD_MS = 60_000

/** The record itself, to take away: as a file, and where there is a server, under its address. */
export function RecordLinks({ run }: { readonly run: Run }) {
  const { kind } = useSource()
  return (
    <span class="record-links">
      <button type="button" class="link" onClick={() => download(run)}>
        Download as JSON
      </button>
      {kind === 'live' ? (
        <a href={`api/v1/runs/${encodeURIComponent(run.id)}`}>See it in the API</a>
      ) : null}
    </span>
  )
}

function download(run: Run): void {
  const blob = new Blob([`${JSON.stringify(run, null, 2)}\n`], { type: 'application/json' })
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = `${run.id.replace(/[^\w-]/g, '').slice(0, 40) || 'run'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS)
}
