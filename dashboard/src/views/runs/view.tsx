import { Loading, ProblemNotice } from '../../parts/notice.tsx'
import { hrefOf } from '../../routing/route.ts'
import { readRuns } from '../../source/documents.ts'
import { useDocument } from '../../source/use-document.ts'

/** Every recorded run, newest first. */
export function RunsView() {
  const loaded = useDocument('runs', (source) => readRuns(source, null))
  if (loaded.state === 'loading') return <Loading what="the runs" />
  if (loaded.state === 'failed') return <ProblemNotice problem={loaded.problem} />
  return (
    <>
      <h1>Runs</h1>
      <ul>
        {loaded.document.runs.map(({ id, kind, startedAt }) => (
          <li key={id}>
            <a href={hrefOf(['runs', id])}>
              {kind} of {startedAt}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
