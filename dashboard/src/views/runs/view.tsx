import { useEffect, useMemo } from 'preact/hooks'
import { formatCount, plural } from '../../../../src/show/text/quantity.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loading, Notice, ProblemNotice } from '../../parts/notice.tsx'
import { useTitle } from '../../parts/page-title.ts'
import { announce } from '../../parts/status.tsx'
import { refine, route } from '../../routing/route.ts'
import { CompareBar } from './compare-bar.tsx'
import { clearFilters, Filters } from './filters.tsx'
import type { KnownRuns } from './follower.ts'
import { RunTable } from './list.tsx'
import { chosenIn, chosenQuery, toggled } from './pair.ts'
import './runs.css'
import { criteriaOf, type ListedRun, matching } from './search.ts'
import { useRuns } from './use-runs.ts'

/** Every recorded run, newest first. */
export function RunsView() {
  useTitle('Runs')
  const known = useRuns()
  const { runs, isComplete, problem } = known
  return (
    <>
      <h1>Runs</h1>
      {problem === undefined ? null : <Trouble known={known} />}
      {runs.length > 0 ? <RunList known={known} /> : null}
      {runs.length === 0 && isComplete ? <NoRuns /> : null}
      {runs.length === 0 && !isComplete && problem === undefined ? (
        <Loading what="the runs" />
      ) : null}
    </>
  )
}

/** Nothing could be read, or no more. */
function Trouble({ known: { runs, problem } }: { readonly known: KnownRuns }) {
  if (problem === undefined) return null
  if (runs.length === 0) return <ProblemNotice problem={problem} />
  return (
    <Notice tone="warning" title="This list may be out of date">
      {problem.message}. {problem.hint}
    </Notice>
  )
}

/** An empty store. */
const NoRuns = () => (
  <Empty title="No runs yet">
    <p>
      Measure something, and it comes up here by itself: <code>npx plimsoll run</code> for the
      project’s benchmarks, <code>npx plimsoll load URL</code> for a load test. Records from
      elsewhere come in with <code>npx plimsoll import FILE</code>.
    </p>
  </Empty>
)

/** How long nobody types before the count is told aloud. */
const QUIET_MS = 700

function RunList({ known }: { readonly known: KnownRuns }) {
  const { runs } = known
  const { query } = route.value
  const text = query.get('q') ?? ''
  const criteria = useMemo(() => criteriaOf(query), [query])
  const found = useMemo(() => matching(runs, criteria), [runs, criteria])
  const chosen = chosenIn(query)
  useEffect(() => {
    const timer = setTimeout(() => announce(countText(found, known)), QUIET_MS)
    return () => clearTimeout(timer)
  }, [criteria])
  const onChoose = (id: string): void => refine(chosenQuery(toggled(chosen, id)))
  return (
    <>
      <Filters listed={runs} criteria={criteria} text={text} />
      <p class="run-count muted">{countText(found, known)}</p>
      {found.length === 0 ? (
        <NoMatch known={known} />
      ) : (
        <RunTable listed={found} chosen={chosen} onChoose={onChoose} />
      )}
      <CompareBar
        chosen={chosen}
        runs={chosen.flatMap((id) => runs.find(({ run }) => run.id === id)?.run ?? [])}
      />
    </>
  )
}

/** `12 of 10,000 runs`; while older ones come in, that they do. */
function countText(found: readonly ListedRun[], { runs, isComplete }: KnownRuns): string {
  const all = plural(runs.length, 'run')
  const count = found.length === runs.length ? all : `${formatCount(found.length)} of ${all}`
  return isComplete ? count : `${count}, reading older ones …`
}

const NoMatch = ({ known: { isComplete } }: { readonly known: KnownRuns }) => (
  <Empty title={isComplete ? 'No run matches' : 'No run matches yet: older ones are being read'}>
    <p>
      Every word that is searched for has to be in what the list says of a run; fewer words, or
      “all” in a choice, find more.
    </p>
    <p>
      <button type="button" onClick={clearFilters}>
        Clear filters
      </button>
    </p>
  </Empty>
)
