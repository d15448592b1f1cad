import { visibleLine } from '../../../src/show/text/visible.ts'
import { go, hrefOf, route } from '../routing/route.ts'
import type { PageSource } from '../source/source.ts'
import { useSource } from '../source/use-document.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { LogOut } from './log-out.tsx'
import { Mark } from './mark.tsx'
import { useProject } from './project.tsx'
import { useShortcuts } from './shortcuts.ts'
import { ThemeSwitch } from './theme-switch.tsx'

/** Where one can go. */
interface Place {
  readonly title: string
  readonly href: string
  readonly keys: string
}

const LIVE_PLACES: readonly Place[] = [
  { title: 'Runs', href: '#/runs', keys: 'g r' },
  { title: 'History', href: '#/history', keys: 'g h' },
  { title: 'Live', href: '#/live', keys: 'g l' },
]

/** Whose page it is, where one can go, and how it looks. */
export function PageHeader() {
  const source = useSource()
  const project = useProject()
  const places = source.kind === 'live' ? LIVE_PLACES : frozenPlaces(source)
  return (
    <header class="page-header">
      <a class="mark" href={places[0]?.href ?? '#/'}>
        <Mark />
        plimsoll
      </a>
      {project === undefined ? null : <span class="project">{visibleLine(project.name)}</span>}
      {places.length < 2 ? null : <Navigation places={places} />}
      <div class="tools">
        <KeysDialog />
        <ThemeSwitch />
        <LogOut />
      </div>
    </header>
  )
}

/** What a report holds. */
function frozenPlaces({ opens = '/', names }: PageSource): readonly Place[] {
  const comparison = names.find((name) => name.startsWith('comparisons/'))
  const [, ...runs] = comparison?.split('/') ?? []
  return [
    { title: 'Run', href: `#${opens}`, keys: 'g r' },
    ...(comparison === undefined
      ? []
      : [{ title: 'Comparison', href: hrefOf(['compare', ...runs]), keys: 'g c' }]),
    ...(names.some((name) => /^history(?:$|\?)/.test(name))
      ? [{ title: 'History', href: '#/history', keys: 'g h' }]
      : []),
  ]
}

function Navigation({ places }: { readonly places: readonly Place[] }) {
  const here = hrefOf(route.value.path)
  useShortcuts(
    places.map(({ title, href, keys }) => ({ keys, title: `Go to ${title}`, run: () => go(href) })),
    [places],
  )
  return (
    <nav aria-label="Views">
      {places.map(({ title, href }) => (
        <a key={href} href={href} aria-current={isWithin(here, href) ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}

/** A run is within the list of runs. */
const isWithin = (here: string, href: string): boolean =>
  here === href || here.startsWith(`${href}/`)
