import { Loading, ProblemNotice } from '../../parts/notice.tsx'
import { readComparison } from '../../source/documents.ts'
import { useDocument } from '../../source/use-document.ts'

/** Two runs beside one another. */
export function CompareView(props: { readonly current: string; readonly baseline: string }) {
  const { current, baseline } = props
  const loaded = useDocument(`comparisons/${current}/${baseline}`, (source) =>
    readComparison(source, current, baseline),
  )
  if (loaded.state === 'loading') return <Loading what="the comparison" />
  if (loaded.state === 'failed') return <ProblemNotice problem={loaded.problem} />
  return <h1>{loaded.document.verdict}</h1>
}
