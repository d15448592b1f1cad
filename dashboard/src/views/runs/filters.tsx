import { useMemo, useRef } from 'preact/hooks'
import { useShortcuts } from '../../parts/shortcuts.ts'
import { refine } from '../../routing/route.ts'
import { type Choice, choicesOf, withChosen } from './choices.ts'
import { type Criteria, FACETS, type Facet, type ListedRun } from './search.ts'

const TITLES: Readonly<Record<Facet, string>> = {
  kind: 'Kind',
  status: 'Status',
  branch: 'Branch',
  environment: 'Environment',
}

/** Takes every filter out of the address. */
export const clearFilters = (): void =>
  refine({ q: '', ...Object.fromEntries(FACETS.map((facet) => [facet, ''])) })

/** Words to look for, and what to choose by; the address keeps them. */
export function Filters(props: {
  readonly listed: readonly ListedRun[]
  readonly criteria: Criteria
  /** As typed. */
  readonly text: string
}) {
  const { listed, criteria, text } = props
  const search = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', title: 'Search the runs', run: () => search.current?.focus() }])
  const choices = useMemo(() => choicesOf(listed), [listed])
  const isFiltered = text !== '' || FACETS.some((facet) => criteria.chosen[facet] !== '')
  return (
    <form
      class="run-filters"
      role="search"
      aria-label="Runs"
      onSubmit={(event) => event.preventDefault()}
    >
      <label class="run-filter-words">
        Search
        <input
          ref={search}
          type="search"
          placeholder="revision, scenario, label, note …"
          value={text}
          onInput={({ currentTarget }) => refine({ q: currentTarget.value })}
        />
      </label>
      {FACETS.map((facet) => (
        <FacetChoice
          key={facet}
          facet={facet}
          value={criteria.chosen[facet]}
          choices={withChosen(choices[facet], criteria, facet)}
        />
      ))}
      {isFiltered ? (
        <button type="button" onClick={clearFilters}>
          Clear filters
        </button>
      ) : null}
    </form>
  )
}

/** While somebody types elsewhere, the same choices are drawn once. */
function FacetChoice(props: {
  readonly facet: Facet
  readonly value: string
  readonly choices: readonly Choice[]
}) {
  const { facet, value, choices } = props
  return useMemo(
    () => (
      <label class={`run-filter-${facet}`}>
        {TITLES[facet]}
        <select
          value={value}
          onChange={({ currentTarget }) => refine({ [facet]: currentTarget.value })}
        >
          <option value="">all</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.words} ({choice.runs})
            </option>
          ))}
        </select>
      </label>
    ),
    [facet, value, choices],
  )
}
