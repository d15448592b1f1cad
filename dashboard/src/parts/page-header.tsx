import { readProject } from '../source/documents.ts'
import { useDocument, useSource } from '../source/use-document.ts'
import { route } from '../routing/route.ts'
import { ThemeSwitch } from './theme-switch.tsx'

const VIEWS = [
  { name: 'runs', title: 'Runs' },
  { name: 'history', title: 'History' },
  { name: 'live', title: 'Live' },
] as const

/** Whose page it is, where one can go, and how it looks. */
export function PageHeader() {
  const { kind } = useSource()
  const project = useDocument('project', readProject)
  const [current] = route.value.path
  return (
    <header class="page-header">
      <a class="mark" href="#/runs">
        plimsoll
      </a>
      {project.state === 'ready' ? <span class="project">{project.document.name}</span> : null}
      {kind === 'frozen' ? null : (
        <nav aria-label="Views">
          {VIEWS.map(({ name, title }) => (
            <a key={name} href={`#/${name}`} aria-current={current === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
      )}
      <ThemeSwitch />
    </header>
  )
}
