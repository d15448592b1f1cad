import { useMemo } from 'preact/hooks'
import type { History, HistoryEnvironment } from '../../../../src/model/history.ts'
import { apartSentence, leftOutSentence } from '../../../../src/show/text/history.ts'
import { Loading, ProblemNotice } from '../../parts/notice.tsx'
import { useTitle } from '../../parts/page-title.ts'
import { TryAgain } from '../../parts/try-again.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { refine, route } from '../../routing/route.ts'
import { readBaselines, readHistory } from '../../source/documents.ts'
import { useDocument, useSource } from '../../source/use-document.ts'
import { askedOf } from './address.ts'
import { EnvironmentView } from './environment.tsx'
import { HistoryFilters } from './filters.tsx'
import './history.css'
import { type Look, lookOf } from './look.ts'
import { shown } from './words.ts'

/** How what was measured moved from run to run. */
export function HistoryView() {
  useTitle('History')
  const { kind } = useSource()
  const asked = askedOf(route.value.query)
  const loaded = useDocument(`history?${asked.toString()}`, (source) => readHistory(source, asked))
  return (
    <>
      <h1>History</h1>
      {kind === 'frozen' ? null : (
        <HistoryFilters history={loaded.state === 'ready' ? loaded.document : undefined} />
      )}
      {loaded.state === 'loading' ? <Loading what="the history" /> : null}
      {loaded.state === 'failed' ? (
        <>
          <ProblemNotice problem={loaded.problem} />
          <TryAgain problem={loaded.problem} />
        </>
      ) : null}
      {loaded.state === 'ready' ? <Environments history={loaded.document} /> : null}
    </>
  )
}

/** Never mixed: a tab for each. */
function Environments({ history }: { readonly history: History }) {
  const { environments, leftOut } = history
  const look = useLook()
  const left = leftOutSentence(leftOut)
  const [only] = environments
  return (
    <>
      <LookChoices environments={environments} />
      {environments.length > 1 ? <p class="muted">{apartSentence(environments)}</p> : null}
      {environments.length === 1 && only !== undefined ? (
        <EnvironmentView environment={only} look={look} />
      ) : (
        <Tabs
          label="Environments"
          name="environment"
          tabs={environments.map((environment) => ({
            id: environment.fingerprint,
            title: tabTitle(environment),
            render: () => (
              <EnvironmentView
                key={environment.fingerprint}
                environment={environment}
                look={look}
              />
            ),
          }))}
        />
      )}
      {left === '' ? null : <p class="muted">{left}</p>}
    </>
  )
}

function tabTitle({ environment, fingerprint }: HistoryEnvironment): string {
  const { cores, cpuModel, ci, node } = environment
  const place = ci === null ? '' : `, ${ci}`
  return shown(
    `${cores} × ${cpuModel}, Node ${node.split('.')[0] ?? ''}${place} · ${fingerprint.slice(0, 8)}`,
  )
}

/** The same as long as it says the same, so that nothing is drawn twice. */
function useLook(): Look {
  const loaded = useDocument('baselines', readBaselines)
  const list = loaded.state === 'ready' ? loaded.document : undefined
  const { query } = route.value
  const [axis, values] = [query.get('axis'), query.get('values')]
  return useMemo(() => lookOf(query, list), [axis, values, list])
}

/** What runs are spaced by, and which values are drawn. */
function LookChoices(props: { readonly environments: readonly HistoryEnvironment[] }) {
  const isNormalised = props.environments.some(({ series }) =>
    series.some(({ normalisation }) => normalisation.applied),
  )
  return (
    <div class="history-look">
      <LookChoice
        name="axis"
        title="Space runs"
        options={[
          ['', 'evenly'],
          ['dates', 'by date'],
        ]}
      />
      {isNormalised ? (
        <LookChoice
          name="values"
          title="Values"
          options={[
            ['', 'as judged: the machine’s speed divided out'],
            ['measured', 'as measured'],
          ]}
        />
      ) : null}
    </div>
  )
}

function LookChoice(props: {
  readonly name: 'axis' | 'values'
  readonly title: string
  readonly options: readonly (readonly [value: string, words: string])[]
}) {
  const { name, title, options } = props
  const value = route.value.query.get(name) ?? ''
  return (
    <label>
      {title}{' '}
      <select
        value={value}
        onChange={({ currentTarget }) => refine({ [name]: currentTarget.value })}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
