import type { Run } from '../../../../src/model/run.ts'
import { FailedView } from '../../parts/failed-view.tsx'
import { Loading } from '../../parts/notice.tsx'
import { hrefOf } from '../../routing/route.ts'
import { readComparison, readRun } from '../../source/documents.ts'
import type { Problem } from '../../source/source.ts'
import { type Loaded, useDocument } from '../../source/use-document.ts'
import { Compared } from './compared.tsx'

interface Pair {
  readonly current: string
  readonly baseline: string
}

/** Two runs beside one another. */
export function CompareView({ current, baseline }: Pair) {
  const loaded = useDocument(`comparisons/${current}/${baseline}`, (source) =>
    readComparison(source, current, baseline),
  )
  const runs = { current: useRun(current), baseline: useRun(baseline) }
  if (loaded.state === 'loading') return <Loading what="the comparison" />
  if (loaded.state === 'failed') {
    return <NoComparison problem={loaded.problem} current={current} baseline={baseline} />
  }
  return <Compared comparison={loaded.document} runs={runs} />
}

/** Both runs whole, for what a comparison does not carry: their distributions. */
const useRun = (id: string): Loaded<Run> =>
  useDocument(`runs/${id}`, (source) => readRun(source, id))

/** Why there is nothing to see, and both runs. */
const NoComparison = ({ problem, current, baseline }: Pair & { readonly problem: Problem }) => (
  <FailedView title="This comparison can’t be shown" problem={problem}>
    <p>
      <a href={hrefOf(['runs', current])}>See the current run</a>
    </p>
    <p>
      <a href={hrefOf(['runs', baseline])}>See the baseline’s run</a>
    </p>
  </FailedView>
)
