import { visibleLine } from '../../../src/show/text/visible.ts'
import { go, route } from '../routing/route.ts'
import { useSource } from '../source/use-document.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { Mark } from './mark.tsx'
import { useProject } from './project.tsx'
import { useShortcuts } from './shortcuts.ts'
import { ThemeSwitch } from './theme-switch.tsx'

const VIEWS = [
  { name: 'runs', title: 'Runs', keys: 'g r' },
  { name: 'history', title: 'History', keys: 'g h' },
  { name: 'live', title: 'Live', keys: 'g l' },
] as const

/** Whose page it is, where one can go, and how it looks. */
export function PageHeader() {
  const { kind, opens } = useSource()
  const project = useProject()
  const home = kind === 'frozen' ? `#${opens ?? '/runs'}` : '#/runs'
  return (
    <header class="page-header">
      <a class="mark" href={home}>
        <Mark />
        plimsoll
      </a>
      {project === undefined ? null : <span class="project">{visibleLine(project.name)}</span>}
      {kind === 'live' ? <Navigation /> : <span class="badge plain">frozen report</span>}
      <div class="tools">
        <KeysDialog />
        <ThemeSwitch />
      </div>
    </header>
  )
}

function Navigation() {
  const [current] = route.value.path
  useShortcuts(
    VIEWS.map(({ name, title, keys }) => ({
      keys,
      title: `Go to ${title}`,
      run: () => go(`#/${name}`),
    })),
  )
  return (
    <nav aria-label="Views">
      {VIEWS.map(({ name, title }) => (
        <a key={name} href={`#/${name}`} aria-current={current === name ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
