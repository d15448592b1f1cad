import { useId } from 'preact/hooks'
import type { History } from '../../../../src/model/history.ts'
import { formatCount } from '../../../../src/show/text/quantity.ts'
import { go, refine, route } from '../../routing/route.ts'
import {
  isFiltered,
  type ListedFilter,
  NO_LIMIT,
  USUAL_LIMIT,
  withoutFilters,
  withoutValue,
  withValue,
} from './address.ts'
import { shown } from './words.ts'

/** What the history is of; the address keeps it, and every change asks the server anew. */

const LISTED: readonly {
  readonly name: ListedFilter
  readonly title: string
  readonly hint: string
}[] = [
  { name: 'scenario', title: 'Scenario', hint: 'part of a name or file' },
  { name: 'stage', title: 'Stage', hint: 'part of a name' },
  { name: 'metric', title: 'Metric', hint: 'latency, cpu, …' },
]
const STATISTICS = ['p50', 'p95', 'p99', 'mean']
const LIMITS = ['100', '300', USUAL_LIMIT, NO_LIMIT]

const goTo = (query: URLSearchParams): void => go(`#/history?${query.toString()}`)

const showEverything = (): void => goTo(withoutFilters(route.value.query))

/** @param props.history that is shown now, for suggestions; `undefined` = none */
export function HistoryFilters({ history }: { readonly history: History | undefined }) {
  const { query } = route.value
  return (
    <form
      class="history-filters"
      role="search"
      aria-label="History"
      onSubmit={(event) => event.preventDefault()}
    >
      {LISTED.map((filter) => (
        <ListedInput
          key={filter.name}
          {...filter}
          suggested={suggestionsOf(filter.name, history)}
        />
      ))}
      <Choice
        name="statistic"
        title="Statistic"
        usual=""
        options={STATISTICS}
        usualWords="p50, of counters mean"
      />
      <SingleInput name="branch" title="Branch" hint="all" suggested={branchesOf(history)} />
      <SingleInput name="since" title="Since" hint="2026-11-02, 30d, a commit" suggested={[]} />
      <Choice name="limit" title="Runs" usual={USUAL_LIMIT} options={LIMITS} usualWords="" />
      {isFiltered(query) ? (
        <button type="button" onClick={showEverything}>
          Clear filters
        </button>
      ) : null}
      <Asked />
    </form>
  )
}

function suggestionsOf(name: ListedFilter, history: History | undefined): readonly string[] {
  const series = history?.environments.flatMap((environment) => environment.series) ?? []
  if (name === 'metric') {
    return distinct(['latency', 'cpu', 'tail', ...series.map(({ metric }) => metric)])
  }
  return distinct(series.flatMap((each) => (name === 'stage' ? (each.stage ?? []) : each.scenario)))
}

function branchesOf(history: History | undefined): readonly string[] {
  const series = history?.environments.flatMap((environment) => environment.series) ?? []
  return distinct(series.flatMap(({ points }) => points.flatMap(({ branch }) => branch ?? [])))
}

/** Browsers show no more of them in any useful way. */
const SUGGESTED = 50

const distinct = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].slice(0, SUGGESTED)

/** What is typed is added when Enter is pressed, or the field is left. */
function ListedInput(props: {
  readonly name: ListedFilter
  readonly title: string
  readonly hint: string
  readonly suggested: readonly string[]
}) {
  const { name, ...field } = props
  return (
    <SearchField
      {...field}
      onTyped={(input) => {
        const value = input.value.trim()
        if (value === '') return
        input.value = ''
        goTo(withValue(route.value.query, name, value))
      }}
    />
  )
}

function SingleInput(props: {
  readonly name: 'branch' | 'since'
  readonly title: string
  readonly hint: string
  readonly suggested: readonly string[]
}) {
  const { name, ...field } = props
  return (
    <SearchField
      {...field}
      value={route.value.query.get(name) ?? ''}
      onTyped={({ value }) => refine({ [name]: value.trim() })}
    />
  )
}

/** @param props.value absent where the field is emptied once something was typed */
function SearchField(props: {
  readonly title: string
  readonly hint: string
  readonly suggested: readonly string[]
  readonly value?: string
  readonly onTyped: (input: HTMLInputElement) => void
}) {
  const { title, hint, suggested, onTyped, ...value } = props
  const id = useId()
  return (
    <label>
      {title}
      <input
        type="search"
        list={`${id}-known`}
        placeholder={hint}
        {...value}
        onChange={({ currentTarget }) => onTyped(currentTarget)}
      />
      <Suggestions id={`${id}-known`} texts={suggested} />
    </label>
  )
}

const Suggestions = ({ id, texts }: { readonly id: string; readonly texts: readonly string[] }) => (
  <datalist id={id}>
    {texts.map((text) => (
      <option key={text} value={text} />
    ))}
  </datalist>
)

function Choice(props: {
  readonly name: 'statistic' | 'limit'
  readonly title: string
  /** What the address leaves out. */
  readonly usual: string
  readonly usualWords: string
  readonly options: readonly string[]
}) {
  const { name, title, usual, usualWords, options } = props
  const value = route.value.query.get(name) ?? usual
  const known = [...(usualWords === '' ? [] : [usual]), ...options]
  const all = known.includes(value) ? known : [...known, value]
  return (
    <label>
      {title}
      <select
        value={value}
        onChange={({ currentTarget }) =>
          refine({ [name]: currentTarget.value === usual ? '' : currentTarget.value })
        }
      >
        {all.map((option) => (
          <option key={option} value={option} selected={option === value}>
            {optionWords(option, { usualWords, name })}
          </option>
        ))}
      </select>
    </label>
  )
}

function optionWords(
  option: string,
  { usualWords, name }: { readonly usualWords: string; readonly name: string },
): string {
  if (option === '') return usualWords
  const isCount = name === 'limit' && /^\d{1,9}$/.test(option)
  return isCount ? `newest ${formatCount(Number(option))}` : shown(option)
}

/** What was added, each with a button that takes it out. */
function Asked() {
  const { query } = route.value
  const asked = LISTED.flatMap(({ name, title }) =>
    query.getAll(name).map((value) => ({ name, title, value })),
  )
  if (asked.length === 0) return null
  return (
    <ul class="history-asked" aria-label="Shown only">
      {asked.map(({ name, title, value }) => (
        <li key={`${name} ${value}`}>
          {title}: <strong>{shown(value)}</strong>{' '}
          <button
            type="button"
            class="small"
            aria-label={`Remove ${title} ${shown(value)}`}
            onClick={() => goTo(withoutValue(route.value.query, name, value))}
          >
            ✕
          </button>
        </li>
      ))}
    </ul>
  )
}
