import {
  formatChange,
  formatQuantity,
  formatSpread,
  plural,
} from '../../../../src/show/text/quantity.ts'
import { Badge } from '../../parts/badge.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'
import { hrefOf, route } from '../../routing/route.ts'
import { shownName } from './names.ts'
import type { JudgedScenario } from './scenarios.ts'

/** Every scenario in a line; its name opens its section. */
export function Overview({ scenarios }: { readonly scenarios: readonly JudgedScenario[] }) {
  const categories = new Set(scenarios.map(({ result }) => result.scenario.category))
  const columns = COLUMNS.filter(({ id }) => {
    if (id === 'category') return categories.size > 1
    return id !== 'change' || scenarios.some(({ judged }) => judged !== undefined)
  })
  return (
    <Table
      caption="Scenarios, worst first"
      columns={columns}
      rows={scenarios}
      keyOf={({ result }) => result.scenario.key}
      sortIn="sort"
      empty="Nothing was measured."
    />
  )
}

const latencyOf = ({ result }: JudgedScenario) => result.metrics['latency']

const percentile = (id: 'p50' | 'p95' | 'p99'): Column<JudgedScenario> => ({
  id,
  title: id,
  kind: 'number',
  cell: (row) => formatQuantity(latencyOf(row)?.[id], latencyOf(row)?.unit ?? 'ns'),
  sortBy: (row) => latencyOf(row)?.[id],
})

const COLUMNS: readonly Column<JudgedScenario>[] = [
  {
    id: 'name',
    title: 'Scenario',
    cell: (row) => <ScenarioLink scenario={row} />,
    sortBy: ({ result }) => shownName(result.scenario.key),
  },
  {
    id: 'verdict',
    title: 'Verdict',
    cell: (row) => <Verdicts scenario={row} />,
    sortBy: ({ rank }) => -rank,
  },
  {
    id: 'change',
    title: 'Change',
    kind: 'number',
    hint: 'Against the baseline',
    cell: ({ judged }) => formatChange(judged?.ratio),
    sortBy: ({ judged }) => judged?.ratio,
  },
  percentile('p50'),
  {
    id: 'spread',
    title: '± 95 %',
    kind: 'number',
    hint: 'How far the interval of the median reaches, over launches',
    cell: (row) => formatSpread(latencyOf(row)?.p50 ?? 0, latencyOf(row)?.medianCi95),
  },
  percentile('p95'),
  percentile('p99'),
  {
    id: 'category',
    title: 'Category',
    cell: ({ result }) => shownName(result.scenario.category),
    sortBy: ({ result }) => shownName(result.scenario.category),
  },
]

/** Opens its section alone, and goes there. */
function ScenarioLink({ scenario }: { readonly scenario: JudgedScenario }) {
  const { path, query } = route.value
  const kept = Object.fromEntries([...query].filter(([name]) => name !== 'at'))
  return (
    <a href={hrefOf(path, { ...kept, scenario: scenario.address })}>
      {shownName(scenario.result.scenario.key)}
    </a>
  )
}

/** Everything that was judged of a scenario, in words. */
export function Verdicts({ scenario }: { readonly scenario: JudgedScenario }) {
  const { result, judged, budgets } = scenario
  const count = (verdict: string): number =>
    budgets.filter((budget) => budget.verdict === verdict).length
  const [broken, inconclusive] = [count('broken'), count('inconclusive')]
  const isSilent = result.status === 'ok' && judged === undefined && budgets.length === 0
  return (
    <span class="verdicts">
      {result.status === 'ok' ? null : (
        <Badge tone={result.status === 'failed' ? 'error' : 'warning'} word={result.status} />
      )}
      {judged === undefined ? null : <VerdictBadge verdict={judged.verdict} />}
      {broken === 0 ? null : <Badge tone="error" word={`${plural(broken, 'budget')} broken`} />}
      {inconclusive === 0 ? null : (
        <Badge tone="warning" word={`${plural(inconclusive, 'budget')} inconclusive`} />
      )}
      {budgets.length === 0 || broken + inconclusive > 0 ? null : (
        <Badge tone="good" word={`${plural(budgets.length, 'budget')} met`} />
      )}
      {isSilent ? <span class="muted">not judged</span> : null}
    </span>
  )
}
