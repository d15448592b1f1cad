import type { Comparison, ScenarioComparison } from '../../../../src/model/comparison.ts'
import type { Metric, Result } from '../../../../src/model/run.ts'
import { sayingsOf } from '../../../../src/show/text/judged.ts'
import { sortNotes } from '../../../../src/show/text/sentences.ts'
import { visibleLine, visibleText } from '../../../../src/show/text/visible.ts'
import { Distribution } from '../../charts/distribution.tsx'
import { hrefOf } from '../../routing/route.ts'
import { PartTable } from './part-table.tsx'
import { Profile } from './profile.tsx'
import { resultIn, type Runs, runOf } from './runs.ts'

interface DetailProps {
  readonly scenario: ScenarioComparison
  readonly comparison: Comparison
  readonly runs: Runs
}

/** Everything there is to see of one scenario on both sides. */
export function Detail({ scenario, comparison, runs }: DetailProps) {
  const { key, stages, metrics, profile } = scenario
  const results = { current: resultIn(runs.current, key), baseline: resultIn(runs.baseline, key) }
  return (
    <div class="compare-opened">
      <Why scenario={scenario} comparison={comparison} runs={runs} />
      <Overlaid name={key} current={results.current} baseline={results.baseline} />
      {stages.length === 0 ? null : (
        <>
          <h3>Stages</h3>
          <PartTable kind="stage" parts={stages} scenario={scenario} results={results} />
        </>
      )}
      {metrics.length === 0 ? null : (
        <>
          <h3>Other metrics</h3>
          <p class="muted">They are shown, and make a comparison red only through a budget.</p>
          <PartTable kind="metric" parts={metrics} scenario={scenario} results={results} />
        </>
      )}
      {profile === undefined ? null : <Profile profile={profile} />}
      <p>
        <RunLinks scenario={scenario} comparison={comparison} />
      </p>
    </div>
  )
}

/** The sentences that every medium says of it. */
function Why({ scenario, comparison, runs }: DetailProps) {
  const run = runOf(runs.current)
  const result = resultIn(runs.current, scenario.key)
  const notes = run === undefined ? { common: [], ownOf: () => [] } : sortNotes(run)
  const said = sayingsOf({ scenario, comparison, result, notes })
  const isSaid = said.some(({ text }) => text.includes(scenario.reason))
  const first = isSaid || scenario.reason === '' ? [] : [{ kind: 'plain', text: scenario.reason }]
  return (
    <>
      <h3>Why it was judged so</h3>
      <ul class="measure compare-said">
        {[...first, ...said].map(({ kind, text }, index) => (
          <li key={index} class={kind}>
            {kind === 'plain' ? null : (
              <strong>{kind === 'error' ? 'Failed: ' : 'Beware: '}</strong>
            )}
            {visibleText(sentence(text))}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Reasons are written to be read behind a name: here each stands alone. */
const sentence = (text: string): string => {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?:)]$/.test(capital) && !capital.endsWith(')') ? capital : `${capital}.`
}

/** Both distributions over one another, as far as both are there. */
function Overlaid(props: {
  readonly name: string
  readonly current: Result | undefined
  readonly baseline: Result | undefined
}) {
  const { name, current, baseline } = props
  const series = [
    ...seriesOf('Baseline', baseline?.metrics['latency']),
    ...seriesOf('Current', current?.metrics['latency']),
  ]
  return (
    <>
      <h3>Latency on both sides</h3>
      {series.length === 0 ? (
        <p class="muted">Neither side’s run is here, or it holds no distribution.</p>
      ) : (
        <Distribution title={`Latency of ${name}, baseline and current`} series={series} />
      )}
      {series.length === 1 ? (
        <p class="muted">Only the {series[0]?.name.toLowerCase()} side’s distribution is here.</p>
      ) : null}
    </>
  )
}

function seriesOf(name: string, metric: Metric | undefined) {
  if (metric?.histogram === undefined) return []
  return [{ name, histogram: metric.histogram, unit: metric.unit }]
}

/** The scenario in either run. */
function RunLinks({ scenario, comparison }: Pick<DetailProps, 'scenario' | 'comparison'>) {
  const { key, verdict } = scenario
  const links = [
    ...(verdict === 'removed' ? [] : [{ side: 'current', run: comparison.current.run }]),
    ...(verdict === 'added' ? [] : [{ side: 'baseline', run: comparison.baseline.run }]),
  ]
  return (
    <>
      See {visibleLine(key)} in the{' '}
      {links.map(({ side, run }, index) => (
        <span key={side}>
          {index > 0 ? ' or the ' : ''}
          <a href={hrefOf(['runs', run], { scenario: key })}>{side} run</a>
        </span>
      ))}
      .
    </>
  )
}
