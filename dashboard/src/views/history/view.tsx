import { Loading, ProblemNotice } from '../../parts/notice.tsx'
import { route } from '../../routing/route.ts'
import { readHistory } from '../../source/documents.ts'
import { useDocument } from '../../source/use-document.ts'

/** How what was measured moved from run to run. */
export function HistoryView() {
  const { query } = route.value
  const loaded = useDocument(`history?${query.toString()}`, (source) => readHistory(source, query))
  if (loaded.state === 'loading') return <Loading what="the history" />
  if (loaded.state === 'failed') return <ProblemNotice problem={loaded.problem} />
  return <h1>History</h1>
}
