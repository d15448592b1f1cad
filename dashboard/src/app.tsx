import { Component, type ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Notice } from './parts/notice.tsx'
import { PageHeader } from './parts/page-header.tsx'
import { go, parseRoute, type Route, route } from './routing/route.ts'
import { type PageSource, problemOf } from './source/source.ts'
import { SourceContext } from './source/use-document.ts'
import { CompareView } from './views/compare/view.tsx'
import { HistoryView } from './views/history/view.tsx'
import { LiveView } from './views/live/view.tsx'
import { RunView } from './views/run/view.tsx'
import { RunsView } from './views/runs/view.tsx'

/** The whole page: its header, and the view that the address names. */
export function App({ source }: { readonly source: PageSource }) {
  useEffect(() => {
    if (route.value.path.length === 0) go(`#${source.opens ?? '/runs'}`)
  }, [source])
  return (
    <SourceContext.Provider value={source}>
      <a class="skip" href="#main" onClick={focusMain}>
        Skip to the content
      </a>
      <PageHeader />
      <main id="main" tabIndex={-1}>
        <Guard key={route.value.path.join('/')}>{viewOf(route.value)}</Guard>
      </main>
    </SourceContext.Provider>
  )
}

/** The address behind `#` is taken. */
function focusMain(event: Event): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#main')?.focus()
}

function viewOf({ path: [view, one, other] }: Route) {
  if (view === 'runs' && one !== undefined) return <RunView id={one} />
  if (view === 'runs' || view === undefined) return <RunsView />
  if (view === 'compare' && one !== undefined && other !== undefined) {
    return <CompareView current={one} baseline={other} />
  }
  if (view === 'history') return <HistoryView />
  if (view === 'live') return <LiveView id={one} />
  return (
    <Notice tone="warning" title="There is no such page">
      <a href={`#${parseRoute('').path.join('/')}/runs`}>See the list of runs.</a>
    </Notice>
  )
}

interface GuardState {
  readonly thrown: unknown
}

/** Data that nobody thought of ends in words, not in a blank page. */
class Guard extends Component<{ readonly children: ComponentChildren }, GuardState> {
  override state: GuardState = { thrown: undefined }

  static override getDerivedStateFromError(thrown: unknown): GuardState {
    return { thrown }
  }

  override render({ children }: { readonly children: ComponentChildren }) {
    const { thrown } = this.state
    if (thrown === undefined) return children
    const { message, hint } = problemOf(thrown)
    return (
      <Notice tone="error" title={`This can’t be shown: ${message}`}>
        {hint}
      </Notice>
    )
  }
}
