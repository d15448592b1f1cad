import { useEffect } from 'preact/hooks'
import type { Comparison } from '../../../../src/model/comparison.ts'
import type { SortedNotes } from '../../../../src/show/text/sentences.ts'
import { refine, route } from '../../routing/route.ts'
import { shownName } from './names.ts'
import { askingFor, openedBy } from './opened.ts'
import { ScenarioSection } from './scenario-section.tsx'
import { byCategory, type JudgedScenario } from './scenarios.ts'

interface SectionsProps {
  readonly scenarios: readonly JudgedScenario[]
  readonly comparison: Comparison | null
  readonly notes: SortedNotes
}

/** Every scenario by category, worst first; the address says which are open. */
export function ScenarioSections({ scenarios, comparison, notes }: SectionsProps) {
  const addresses = scenarios.map(({ address }) => address)
  const opened = openedBy(route.value.query, addresses)
  useArrival(scenarios)
  const open = (next: ReadonlySet<string>): void => refine({ scenario: askingFor(next, addresses) })
  const toggle = (address: string, isOpen: boolean): void => {
    const others = [...opened].filter((each) => each !== address)
    open(new Set(isOpen ? [...others, address] : others))
  }
  const categories = byCategory(scenarios)
  return (
    <>
      {scenarios.length < 2 ? null : (
        <div class="toolbar section-switch">
          <button type="button" onClick={() => open(new Set(addresses))}>
            Open all scenarios
          </button>
          <button type="button" onClick={() => open(new Set())}>
            Close all scenarios
          </button>
        </div>
      )}
      {categories.map(({ name, scenarios: members }) => (
        <section key={name} aria-label={`Category ${shownName(name)}`}>
          <h2>{shownName(name) || 'No category'}</h2>
          {members.map((scenario) => (
            <ScenarioSection
              key={scenario.result.scenario.key}
              id={sectionId(scenarios.indexOf(scenario))}
              scenario={scenario}
              comparison={comparison}
              notes={notes.ownOf(scenario.result)}
              isOpen={opened.has(scenario.address)}
              onToggle={(isOpen) => toggle(scenario.address, isOpen)}
            />
          ))}
        </section>
      ))}
    </>
  )
}

const sectionId = (index: number): string => `scenario-${index + 1}`

/** Whoever follows a link to one scenario is brought to it; whoever opens it by hand is there. */
function useArrival(scenarios: readonly JudgedScenario[]): void {
  useEffect(() => {
    const arrive = (): void => {
      const asked = route.value.query.getAll('scenario')
      const index = scenarios.findIndex(({ address }) => address === asked[0])
      if (asked.length === 1 && index >= 0) show(sectionId(index))
    }
    arrive()
    addEventListener('hashchange', arrive)
    return () => removeEventListener('hashchange', arrive)
  }, [scenarios])
}

function show(id: string): void {
  const section = document.querySelector<HTMLElement>(`#${id}`)
  section?.scrollIntoView()
  section?.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true })
}
