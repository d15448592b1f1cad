import type {
  Comparison,
  PartComparison,
  ProfileComparison,
  ScenarioComparison,
} from '../../../../src/model/comparison.ts'
import {
  functionSentence,
  judgedSentences,
  NO_FUNCTION,
  PROFILE_HEADING,
} from '../../../../src/show/text/judged.ts'
import {
  formatChange,
  formatChangeInterval,
  formatTogether,
} from '../../../../src/show/text/quantity.ts'
import { formatConfidence } from '../../../../src/show/text/sentences.ts'
import { tellingParts, verdictWord } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'
import { hrefOf } from '../../routing/route.ts'
import { shownName } from './names.ts'
import type { JudgedScenario } from './scenarios.ts'

/** Longest sentence that is shown whole. */
const SENTENCE_LENGTH = 600

/** A scenario beside its baseline: how it was found to have changed, and why that is said. */
export function BesideBaseline(props: {
  readonly scenario: JudgedScenario
  readonly comparison: Comparison
}) {
  const { scenario, comparison } = props
  const { judged, address } = scenario
  if (judged === undefined) return null
  const { current, baseline } = comparison
  return (
    <section>
      <h4>Beside its baseline: {verdictWord(judged.verdict)}</h4>
      <p>
        {judged.ratio === null ? null : (
          <>
            <strong>{formatChange(judged.ratio)}</strong>
            {intervalText(judged)}
            {timesText(judged.baselineNs, judged.currentNs)}{' '}
          </>
        )}
        <a href={hrefOf(['compare', current.run, baseline.run], { scenario: address })}>
          See both beside one another
        </a>
      </p>
      {judgedSentences(judged, comparison).map((sentence) => (
        <p key={sentence}>{visibleLine(clip(sentence, SENTENCE_LENGTH))}</p>
      ))}
      <Parts parts={tellingParts(judged)} />
      <Functions profile={judged.profile} />
    </section>
  )
}

function intervalText({ interval, confidence }: ScenarioComparison): string {
  if (interval === null) return ''
  return ` (${formatChangeInterval(interval)}, ${formatConfidence(confidence)} interval)`
}

function timesText(baselineNs: number | null, currentNs: number | null): string {
  if (baselineNs === null || currentNs === null) return '.'
  const [before = '', now = ''] = formatTogether([baselineNs, currentNs], 'ns')
  return `: ${now}, before ${before}.`
}

/** Stages and metrics that moved, or of which nothing could be told. */
function Parts({ parts }: { readonly parts: readonly PartComparison[] }) {
  if (parts.length === 0) return null
  return (
    <ul class="plain">
      {parts.map(({ name, verdict, ratio, interval }) => (
        <li key={name}>
          <VerdictBadge verdict={verdict} /> {shownName(name)}
          {ratio === null ? null : `: ${formatChange(ratio)}`}
          {interval === null ? null : ` (${formatChangeInterval(interval)})`}
        </li>
      ))}
    </ul>
  )
}

function Functions({ profile }: { readonly profile: ProfileComparison | undefined }) {
  if (profile === undefined) return null
  if (profile.functions.length === 0) return <p class="muted">{NO_FUNCTION}</p>
  return (
    <>
      <p>{PROFILE_HEADING}</p>
      <ul>
        {profile.functions.map((change, index) => (
          <li key={index}>{visibleLine(clip(functionSentence(change), SENTENCE_LENGTH))}</li>
        ))}
      </ul>
    </>
  )
}
