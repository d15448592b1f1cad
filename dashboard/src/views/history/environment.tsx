import { useMemo, useState } from 'preact/hooks'
import type { HistoryEnvironment, HistorySeries } from '../../../../src/model/history.ts'
import { changesSentence, shortSentence } from '../../../../src/show/text/history.ts'
import { plural } from '../../../../src/show/text/quantity.ts'
import { environmentLine } from '../../../../src/show/text/sentences.ts'
import { Fold } from '../../parts/fold.tsx'
import { Section } from '../../parts/section.tsx'
import { Time } from '../../parts/time.tsx'
import { refine, route } from '../../routing/route.ts'
import { unfoldedIn, unfoldedText } from './address.ts'
import { ChangeText } from './changes.tsx'
import { type FoundChange, groupSeries, latestChanges, type SeriesGroup } from './groups.ts'
import type { Look } from './look.ts'
import { SeriesView } from './series.tsx'
import { shown, wholeName } from './words.ts'

/** Charts that are drawn before anybody asks for more. */
const GROUPS_SHOWN = 25

/** The series of one environment: those that changed lately told first, then each with its chart. */
export function EnvironmentView(props: {
  readonly environment: HistoryEnvironment
  readonly look: Look
}) {
  const { environment, look } = props
  const { series, fingerprint } = environment
  const groups = useMemo(() => groupSeries(series), [series])
  const [isWhole, setWhole] = useState(false)
  const seen = isWhole ? groups : groups.slice(0, GROUPS_SHOWN)
  return (
    <>
      <p class="muted">
        {shown(environmentLine(environment.environment))} ·{' '}
        <code>{shown(fingerprint.slice(0, 8))}</code>
      </p>
      <p>
        {changesSentence(series)} {shortSentence(series)}
      </p>
      <Latest groups={groups} />
      {seen.map((group) => (
        <Group
          key={`${group.head.scenario} ${group.head.stage} ${group.head.metric}`}
          {...{ group, look }}
        />
      ))}
      {seen.length < groups.length ? (
        <p>
          <button type="button" onClick={() => setWhole(true)}>
            Show {plural(groups.length - seen.length, 'more scenario')}
          </button>
        </p>
      ) : null}
    </>
  )
}

function Group({ group, look }: { readonly group: SeriesGroup; readonly look: Look }) {
  const { id, head, stages } = group
  return (
    <Section id={id} title={wholeName(head)}>
      <SeriesView series={head} head={undefined} look={look} />
      {stages.length === 0 ? null : <Stages group={group} look={look} />}
    </Section>
  )
}

/** Beneath their scenario, when they are asked for. */
function Stages({ group, look }: { readonly group: SeriesGroup; readonly look: Look }) {
  const { head, stages } = group
  const unfolded = unfoldedIn(route.value.query)
  const name = `${head.scenario} ${head.metric}`
  const changed = stages.filter(({ changes }) => changes.length > 0).length
  const title = `${plural(stages.length, 'stage')}${changed > 0 ? `, ${changed} with changes of level` : ''}`
  return (
    <Fold
      title={title}
      class="history-stages"
      isOpen={unfolded.includes(name)}
      onToggle={(isOpen) => refine({ unfold: unfoldedText(unfolded, name, isOpen) })}
    >
      {() => stages.map((series) => <Stage key={series.stage} {...{ series, head, look }} />)}
    </Fold>
  )
}

const Stage = (props: {
  readonly series: HistorySeries
  readonly head: HistorySeries
  readonly look: Look
}) => (
  <>
    <h3>{shown(props.series.stage ?? '')}</h3>
    <SeriesView {...props} />
  </>
)

/** Changes that are told above the charts. */
const LATEST_SHOWN = 5

/** What changed last, of all series: that is what one comes for. */
function Latest({ groups }: { readonly groups: readonly SeriesGroup[] }) {
  const found = latestChanges(groups)
  if (found.length === 0 || groups.length === 1) return null
  return (
    <section class="history-latest" aria-labelledby="latest-heading">
      <h2 id="latest-heading">Latest changes</h2>
      <ul>
        {found.slice(0, LATEST_SHOWN).map((each) => (
          <li key={`${wholeName(each.series)} ${each.change.index}`}>
            <LatestChange found={each} />
          </li>
        ))}
      </ul>
      {found.length > LATEST_SHOWN ? (
        <p class="muted">
          {plural(found.length - LATEST_SHOWN, 'earlier change')} beneath their charts.
        </p>
      ) : null}
    </section>
  )
}

function LatestChange({ found }: { readonly found: FoundChange }) {
  const { group, series, change, withIt } = found
  const query = new URLSearchParams(route.value.query)
  query.set('at', group.id)
  const stages = withIt.map(shown).join(', ')
  return (
    <>
      <a href={`#/history?${query.toString()}`}>{wholeName(series)}</a>{' '}
      <ChangeText change={change} series={series} />, since <Time iso={change.first.startedAt} />
      {stages === '' ? null : <span class="muted"> (with {stages})</span>}
    </>
  )
}
