import { useEffect, useRef } from 'preact/hooks'
import { Guard } from './parts/guard.tsx'
import { Notice, ProblemNotice } from './parts/notice.tsx'
import { PageFooter } from './parts/page-footer.tsx'
import { PageHeader } from './parts/page-header.tsx'
import { useTitle } from './parts/page-title.ts'
import { ProjectProvider } from './parts/project.tsx'
import { listenForKeys } from './parts/shortcuts.ts'
import { StatusRegion } from './parts/status.tsx'
import { followNavigation } from './routing/arrival.ts'
import { go, type Route, route } from './routing/route.ts'
import type { PageSource, Problem } from './source/source.ts'
import { SourceContext, useSource } from './source/use-document.ts'
import { CompareView } from './views/compare/view.tsx'
import { HistoryView } from './views/history/view.tsx'
import { LiveView } from './views/live/view.tsx'
import { RunView } from './views/run/view.tsx'
import { RunsView } from './views/runs/view.tsx'

/** The whole page: its header, the view that the address names, and its footer. */
export function App({ source }: { readonly source: PageSource }) {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    if (route.value.path.length === 0) go(`#${source.opens ?? '/runs'}`)
  }, [source])
  useEffect(listenForKeys, [])
  useEffect(() => (main.current === null ? undefined : followNavigation(main.current)), [])
  return (
    <SourceContext.Provider value={source}>
      <ProjectProvider>
        <a class="skip" href="#main" onClick={(event) => skipTo(event, main.current)}>
          Skip to the content
        </a>
        <PageHeader />
        <main id="main" tabIndex={-1} ref={main}>
          <Guard key={route.value.path.join('/')}>
            {source.problem === undefined ? (
              viewOf(route.value)
            ) : (
              <Unreadable problem={source.problem} />
            )}
          </Guard>
        </main>
        <PageFooter />
        <StatusRegion />
      </ProjectProvider>
    </SourceContext.Provider>
  )
}

/** By hand: the address behind `#` says which view is shown. */
function skipTo(event: Event, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}

/** A report in one file is about one run: what it can't hold is left out of it when it is built. */
const IS_FROZEN = import.meta.env.MODE === 'frozen'

function viewOf({ path: [view, one, other] }: Route) {
  if (view === 'runs' && one !== undefined) return <RunView id={one} />
  if (view === 'compare' && one !== undefined && other !== undefined) {
    return <CompareView current={one} baseline={other} />
  }
  if (view === 'history') return <HistoryView />
  // It goes where the page opens.
  if (view === undefined) return null
  if (!IS_FROZEN && view === 'runs') return <RunsView />
  if (!IS_FROZEN && view === 'live') return <LiveView id={one} />
  return <NoSuchView />
}

/** A frozen page whose data is cut off or damaged. */
function Unreadable({ problem }: { readonly problem: Problem }) {
  useTitle('damaged')
  return (
    <>
      <h1>This report can’t be read</h1>
      <ProblemNotice problem={problem} />
    </>
  )
}

function NoSuchView() {
  const { kind, opens = '/runs' } = useSource()
  useTitle('no such page')
  return (
    <>
      <h1>There is no such page</h1>
      <Notice tone="warning" title="The address is cut off, or from another version of plimsoll.">
        <a href={`#${opens}`}>{kind === 'frozen' ? 'See the report.' : 'See the list of runs.'}</a>
      </Notice>
    </>
  )
}
