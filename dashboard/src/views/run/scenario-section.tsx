import type { Comparison } from '../../../../src/model/comparison.ts'
import type { Result } from '../../../../src/model/run.ts'
import { formatQuantity, formatSpread, plural } from '../../../../src/show/text/quantity.ts'
import { errorSentence } from '../../../../src/show/text/sentences.ts'
import { clip, visibleLine, visibleText } from '../../../../src/show/text/visible.ts'
import { Launches } from '../../charts/launches.tsx'
import { StageWaterfall } from '../../charts/waterfall.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Guard } from '../../parts/guard.tsx'
import { Notice } from '../../parts/notice.tsx'
import { hrefOf } from '../../routing/route.ts'
import { useSource } from '../../source/use-document.ts'
import { Budgets } from './budgets.tsx'
import { BesideBaseline } from './judged.tsx'
import { LatencyDistribution } from './latency.tsx'
import { Measured } from './measured.tsx'
import { addressOf, shownName } from './names.ts'
import { Notes } from './notes.tsx'
import { Verdicts } from './overview.tsx'
import type { JudgedScenario } from './scenarios.ts'
import { Slowest } from './slowest.tsx'

/** Longest error message that is shown whole. */
const ERROR_LENGTH = 2000
/** Longest name that is shown whole where there is room for it. */
const LONG_NAME = 600

interface SectionProps {
  readonly id: string
  readonly scenario: JudgedScenario
  readonly comparison: Comparison | null
  /** Notes that are not said for many scenarios at once. */
  readonly notes: readonly string[]
  readonly isOpen: boolean
  readonly onToggle: (isOpen: boolean) => void
}

/** One scenario: folded, its name, number and verdict; opened, everything. */
export function ScenarioSection(props: SectionProps) {
  const { id, scenario, isOpen, onToggle } = props
  const { result } = scenario
  return (
    <section id={id} class="scenario" aria-label={shownName(result.scenario.key)}>
      <Fold
        isOpen={isOpen}
        onToggle={onToggle}
        title={
          <>
            <h3>{shownName(result.scenario.key)}</h3>{' '}
            <span class="scenario-p50">{shortText(result)}</span> <Verdicts scenario={scenario} />
          </>
        }
      >
        {() => (
          <Guard>
            <Contents {...props} />
          </Guard>
        )}
      </Fold>
    </section>
  )
}

function shortText({ metrics: { latency } }: Result): string {
  if (latency === undefined) return ''
  const spread = formatSpread(latency.p50, latency.medianCi95)
  return `${formatQuantity(latency.p50, latency.unit)}${spread === '–' ? '' : ` ${spread}`}`
}

function Contents({ scenario, comparison, notes }: SectionProps) {
  const { result, budgets } = scenario
  return (
    <>
      <NumbersLine result={result} />
      {result.errors.map((error, index) => (
        <Notice
          key={index}
          tone="error"
          title={visibleText(clip(errorSentence(error), ERROR_LENGTH))}
        />
      ))}
      {result.health.notes.map((note) => (
        <Notice key={note} tone="warning" title={visibleLine(clip(note, ERROR_LENGTH))} />
      ))}
      <Notes notes={notes} />
      <div class="scenario-parts">
        {comparison === null ? null : (
          <BesideBaseline scenario={scenario} comparison={comparison} />
        )}
        <Budgets budgets={budgets} />
        <LatencyDistribution result={result} budgets={budgets} />
        <Stages result={result} />
        <LaunchesSection result={result} />
        <Measured result={result} />
        <Driven result={result} />
      </div>
    </>
  )
}

function Stages({ result }: { readonly result: Result }) {
  if (result.stages.length === 0) return <Slowest result={result} />
  return (
    <section>
      <h4>Stages</h4>
      <StageWaterfall result={result} />
      <Slowest result={result} />
    </section>
  )
}

function LaunchesSection({ result }: { readonly result: Result }) {
  if (result.launches.length === 0) return null
  return (
    <section>
      <h4>Launches</h4>
      <Launches result={result} />
    </section>
  )
}

const PERCENTILES = ['p50', 'p95', 'p99'] as const

/** `p50 9.60 ms, p95 14.2 ms, p99 14.4 ms, of 1,200 iterations. Its history` */
function NumbersLine({ result }: { readonly result: Result }) {
  const { metrics, counts } = result
  const { latency } = metrics
  if (latency === undefined) return <p>Nothing was measured.</p>
  const numbers = PERCENTILES.flatMap((name) => {
    const value = latency[name]
    return value === undefined ? [] : [`${name} ${formatQuantity(value, latency.unit)}`]
  })
  const failed = counts.failed === 0 ? '' : `, ${plural(counts.failed, 'failure')}`
  return (
    <p>
      {numbers.join(', ')}, of {plural(counts.completed, 'iteration')}
      {failed}. <HistoryLink result={result} />
    </p>
  )
}

/** A report has no other runs. */
function HistoryLink({ result: { scenario } }: { readonly result: Result }) {
  const { kind } = useSource()
  if (kind === 'frozen') return null
  return <a href={hrefOf(['history'], { scenario: addressOf(scenario.key) })}>Its history</a>
}

/** How it was driven, and where it is written. */
function Driven({ result: { scenario, profile } }: { readonly result: Result }) {
  const params = Object.entries(scenario.params).map(
    ([name, value]) => `${name} = ${String(value)}`,
  )
  const { launches, timeMs, mode, loader } = profile
  const long = (text: string): string => visibleLine(clip(text, LONG_NAME))
  const isCut = shownName(scenario.key) !== visibleLine(clip(scenario.key, LONG_NAME))
  return (
    <section>
      <h4>How it was driven</h4>
      <Facts
        facts={[
          [
            'Launches',
            `${launches} asked for, ${formatQuantity(timeMs * 1e6, 'ns')} of measured time in each`,
          ],
          ['Calls', mode === 'sync' ? 'synchronous' : 'awaited, one after the other'],
          ['Loaded', loader === 'vitest' ? 'by Vitest' : 'natively'],
          ['Written in', <code key="file">{long(scenario.file)}</code>],
          ['Params', long(params.join(', '))],
          ['Tags', long(scenario.tags.join(', '))],
          ['Full name', isCut ? long(scenario.key) : null],
        ]}
      />
    </section>
  )
}
