import { FailedView } from '../../parts/failed-view.tsx'
import { Loading } from '../../parts/notice.tsx'
import { readRun } from '../../source/documents.ts'
import { useDocument } from '../../source/use-document.ts'
import { BenchRun } from './bench.tsx'
import { LoadRun } from '../load/load-run.tsx'

/** One run, whole. @param id of the record */
export function RunView({ id }: { readonly id: string }) {
  const loaded = useDocument(`runs/${id}`, (source) => readRun(source, id))
  if (loaded.state === 'loading') return <Loading what="the run" />
  if (loaded.state === 'failed')
    return <FailedView title="This run can’t be shown" problem={loaded.problem} />
  const run = loaded.document
  return run.kind === 'load' ? <LoadRun run={run} /> : <BenchRun run={run} />
}
