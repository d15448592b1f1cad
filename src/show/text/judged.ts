import type {
  ComparedRun,
  Comparison,
  FunctionChange,
  ScenarioComparison,
  Verdict,
} from '../../model/comparison.ts'
import type { Result, Revision, Run } from '../../model/run.ts'
import {
  formatChange,
  formatChangeInterval,
  formatPercent,
  formatTogether,
  plural,
} from './quantity.ts'
import { errorSentence, formatDetectable, SHORT_COMMIT, type SortedNotes } from './sentences.ts'
import { verdictWord } from './verdicts.ts'

/** What every medium says of a scenario that was judged. Names are as they are: each medium makes them safe. */

type Method = Comparison['method']

/** How one scenario was judged. */
export const methodOf = (scenario: ScenarioComparison, comparison: Comparison): Method =>
  scenario.method ?? comparison.method

/** One sentence, and how much it matters. */
export interface Saying {
  readonly kind: 'error' | 'plain' | 'warning'
  readonly text: string
}

/** What a scenario is told by. */
export interface Telling {
  readonly scenario: ScenarioComparison
  readonly comparison: Comparison
  /** Of the current side; `undefined` when it was not measured. */
  readonly result: Result | undefined
  readonly notes: SortedNotes
}

/** Everything there is to say of a scenario, in the order of reading. */
export function sayingsOf({ scenario, comparison, result, notes }: Telling): readonly Saying[] {
  const byRun = methodOf(scenario, comparison) === 'stored'
  // What the run has to say of its own numbers is no matter where others decided.
  const own = result === undefined || !byRun ? [] : notes.ownOf(result)
  const plain = [...judgedSentences(scenario, comparison), ...own]
  return [
    ...(result?.errors ?? []).map((error) => say('error', errorSentence(error))),
    ...plain.map((text) => say('plain', text)),
    ...(result?.health.notes ?? []).map((text) => say('warning', text)),
  ]
}

const say = (kind: Saying['kind'], text: string): Saying => ({ kind, text })

/** What a single run had suggested, what was found and why, what could have been found, by which clock. */
export function judgedSentences(
  scenario: ScenarioComparison,
  comparison: Comparison,
): readonly string[] {
  const method = methodOf(scenario, comparison)
  return [
    ...suggestionOf(scenario),
    ...foundIn(scenario, method),
    ...detectableIn(scenario),
    ...basisOf(scenario, method),
  ]
}

/** `The single run suggested regressed: +12.3 % (+9.1 … +15.9 %).` */
function suggestionOf({ suggested }: ScenarioComparison): readonly string[] {
  if (suggested === undefined) return []
  const { verdict, ratio, interval } = suggested
  const change =
    ratio === null
      ? ''
      : `: ${formatChange(ratio)}${interval === null ? '' : ` (${formatChangeInterval(interval)})`}`
  return [`The single run suggested ${verdictWord(verdict)}${change}.`]
}

/** The word says it all. */
const SELF_EXPLAINING: ReadonlySet<Verdict> = new Set(['unchanged', 'added', 'removed'])

const FINDERS: Readonly<Record<Method, string>> = {
  stored: 'The comparison',
  duet: 'The duet',
  interleaved: 'Fresh processes in turn',
}

/** The reason; behind a suggestion it says who found it. */
function foundIn(scenario: ScenarioComparison, method: Method): readonly string[] {
  const { verdict, reason, suggested } = scenario
  if (suggested !== undefined) {
    return [`${FINDERS[method]} found it ${verdictWord(verdict)}: ${reason}`]
  }
  return SELF_EXPLAINING.has(verdict) ? [] : [reason]
}

function detectableIn(scenario: ScenarioComparison): readonly string[] {
  const { verdict, smallestDetectablePercent: percent } = scenario
  if (verdict !== 'inconclusive' || percent === null) return []
  return [`Smallest detectable change: ${formatDetectable(percent)}.`]
}

/** `Judged by CPU time, in 7 processes that ran both revisions; stages by wall time.` */
function basisOf(scenario: ScenarioComparison, method: Method): readonly string[] {
  const { launches, clock, stages, ratio } = scenario
  if (method === 'stored' || ratio === null || launches.current === 0) return []
  const by = `Judged by ${clockWord(clock)}, in `
  if (method === 'interleaved') {
    const each = plural(launches.current, 'fresh process', 'fresh processes')
    return [`${by}${each} of each revision in turn.`]
  }
  const apart = clock === 'cpu' && stages.length > 0 ? '; stages by wall time' : ''
  return [`${by}${processes(launches.current)} that ran both revisions${apart}.`]
}

/** `CPU time, 7 processes`; empty against a stored run. */
export function shortBasis(scenario: ScenarioComparison, comparison: Comparison): string {
  const { launches, clock, ratio } = scenario
  if (methodOf(scenario, comparison) === 'stored' || ratio === null) return ''
  const { current, baseline } = launches
  const each = methodOf(scenario, comparison) === 'interleaved' ? ` + ${baseline}` : ''
  return `${clockWord(clock)}, ${current}${each} ${current === 1 ? 'process' : 'processes'}`
}

const clockWord = (clock: ScenarioComparison['clock']): string =>
  clock === 'cpu' ? 'CPU time' : 'wall time'

const processes = (count: number): string => plural(count, 'process', 'processes')

/** `12 unchanged (surely within 5 % either way, by CPU time, in 4 to 6 processes; 3 by the single run alone)`. */
export function foldSentence(
  scenarios: readonly ScenarioComparison[],
  comparison: Comparison,
): string {
  const within = `surely within ${formatPercent(comparison.rule.unchangedWithinPercent)} either way`
  const [stored, settled] = partition(scenarios, (each) => methodOf(each, comparison) === 'stored')
  const alone = settled.length === 0 ? BY_RUN : `${stored.length} ${BY_RUN}`
  const parts =
    comparison.method === 'stored'
      ? [within]
      : [
          ...(settled.length > 0 ? [`${within}, ${clocksOf(settled)}`] : []),
          ...(stored.length > 0 ? [alone] : []),
        ]
  return `${scenarios.length} ${verdictWord('unchanged')} (${parts.join('; ')})`
}

const BY_RUN = 'by the single run alone'

function clocksOf(scenarios: readonly ScenarioComparison[]): string {
  const [byCpu, byWall] = partition(scenarios, ({ clock }) => clock === 'cpu')
  const counts = scenarios.map(({ launches }) => launches.current)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const range = fewest === most ? processes(most) : `${fewest} to ${processes(most)}`
  const clocks =
    byCpu.length > 0 && byWall.length > 0
      ? `by CPU time (${byCpu.length}) or wall time (${byWall.length})`
      : `by ${clockWord(byCpu.length > 0 ? 'cpu' : 'wall')}`
  return `${clocks}, in ${range}`
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

/** Above the functions whose own time changed. */
export const PROFILE_HEADING = 'Own time an iteration, where it changed most (by CPU profiles):'

/** Where no function stands out. */
export const NO_FUNCTION =
  'The CPU profiles name no function whose own time changed by more than the sampling’s chance.'

/** `normalise (src/text.ts:12): 41.2 µs, before 3.10 µs`; the place is empty for what the engine does by itself. */
export function functionSentence(change: FunctionChange): string {
  const place = functionPlace(change)
  return `${change.name}${place === '' ? '' : ` (${place})`}: ${functionTimes(change)}`
}

/** `41.2 µs, before 3.10 µs`. */
export function functionTimes({ baselineNs, currentNs }: FunctionChange): string {
  const [before = '', now = ''] = formatTogether([baselineNs, currentNs], 'ns')
  if (baselineNs === 0) return `${now}, new`
  return currentNs === 0 ? `gone, before ${before}` : `${now}, before ${before}`
}

/** `src/text.ts:12`; empty for what the engine does by itself. */
export const functionPlace = ({ file, line }: FunctionChange): string =>
  line === null ? file : `${file}:${line}`

/** Whether a run is one of the two that a duet leaves: nobody refers to those by their id. */
export const isDuetRun = ({ kind }: Run): boolean => kind === 'duet'

/** One side of a duet: `main @ 5895b50`, `the working tree (main @ 5895b50, uncommitted changes)`, `acorn@8.15.0`. */
export function sideText({ name, revision }: ComparedRun): string {
  if (revision === null) return name ?? 'no revision'
  const place = placeOf(revision)
  const isSaid = name === undefined || name === revision.branch || revision.commit.startsWith(name)
  return isSaid ? place : `${name} (${place})`
}

function placeOf({ branch, commit, dirty }: Revision): string {
  const short = commit.slice(0, SHORT_COMMIT)
  const place = branch === null ? short : `${branch} @ ${short}`
  return dirty ? `${place}, uncommitted changes` : place
}
