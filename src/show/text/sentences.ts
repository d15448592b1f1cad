import { ms, msToNs } from '../../kernel/units.ts'
import type { Comparison } from '../../model/comparison.ts'
import { wasEndedByLimit } from '../../model/ended.ts'
import type {
  BudgetVerdict,
  Environment,
  ErrorCount,
  Note,
  Result,
  Revision,
  Run,
} from '../../model/run.ts'
import {
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatTogether,
  MISSING,
  plural,
} from './quantity.ts'
import { secondText } from './load.ts'
import { detectableRange } from './verdicts.ts'

/** Sentences that several media share. They hold names as they are: each medium makes them safe. */

/** Hex digits of a commit that are shown. */
export const SHORT_COMMIT = 7
/** Scenarios that share a note before it is said once for all. */
const COMMON_NOTE = 3

/** `main @ 5895b50 with uncommitted changes`. */
export function revisionLine(revision: Revision | null): string {
  if (revision === null) return 'no revision'
  const commit = revision.commit.slice(0, SHORT_COMMIT)
  const place = revision.branch === null ? commit : `${revision.branch} @ ${commit}`
  return revision.dirty ? `${place} with uncommitted changes` : place
}

/** `4 × AMD EPYC 7763, 16.8 GB, linux x64, Node 24.21.0`. */
export function environmentLine(environment: Environment): string {
  const { cores, cpuModel, memoryBytes, os, arch, node, ci } = environment
  const memory = formatQuantity(memoryBytes, 'bytes')
  const parts = [`${cores} × ${cpuModel}`, memory, `${os} ${arch}`, `Node ${node}`]
  return (ci === null ? parts : [...parts, ci]).join(', ')
}

/** `p99 of decode > parse: 12.3 ms (11.9 … 12.8 ms), limit 10.0 ms`. */
export function budgetSentence(budget: BudgetVerdict): string {
  return `${budgetStatistic(budget)} of ${budgetOwner(budget)}: ${budgetNumbers(budget)}`
}

/** `decode`, or for a stage `decode > parse`. */
export function budgetOwner({ scenario, stage }: BudgetVerdict): string {
  return stage === undefined ? scenario : `${scenario} > ${stage}`
}

/** `p99`, for an own metric `frames p99`, of load tests `errors`, `throughput`; in every window `p99 in any 10 s`. */
export function budgetStatistic({ metric, statistic, withinMs }: BudgetVerdict): string {
  const own = LOAD_METRICS_LIMITED.has(metric) && ['share', 'mean'].includes(statistic)
  const what = metric === 'latency' ? statistic : own ? metric : `${metric} ${statistic}`
  return withinMs === undefined ? what : `${what} in any ${withinMs / 1000} s`
}

/** What budgets of load tests limit beside latency, by its name alone. */
const LOAD_METRICS_LIMITED: ReadonlySet<string> = new Set([
  'errors',
  'rejected',
  'dropped',
  'throughput',
])

/** `12.3 ms (11.9 … 12.8 ms), limit 10.0 ms`. */
function budgetNumbers(budget: BudgetVerdict): string {
  const [value = MISSING, limit = MISSING] = formatTogether(
    [budget.value, budget.limit],
    budget.unit,
  )
  const interval =
    budget.interval === null ? '' : ` (${formatInterval(budget.interval, budget.unit)})`
  const worst = worstWindowText(budget)
  const measured = budget.value === null ? 'not measured' : `${value}${interval}${worst}`
  return `${measured}, ${budgetBound(budget)} ${limit}`
}

/** ` from 8 s to 11 s`: when the worst window of a limit on windows was; empty for every other limit. */
export function worstWindowText({ atMs, withinMs }: BudgetVerdict): string {
  if (atMs === undefined || withinMs === undefined) return ''
  return ` from ${secondText(atMs)} to ${secondText(atMs + withinMs)}`
}

/** `limit`, or `at least` where less would break it. */
export const budgetBound = ({ metric }: BudgetVerdict): string =>
  metric === 'throughput' ? 'at least' : 'limit'

/** `TypeError: x is not a function (5 times, first at perf/a.perf.ts:12:3)`. */
export function errorSentence(error: ErrorCount): string {
  const times = error.count === 1 ? '' : `${formatCount(error.count)} times`
  const where = error.where === undefined ? '' : `at ${error.where}`
  const detail = [times, where].filter((part) => part !== '').join(', first ')
  return `${error.code}: ${error.example}${detail === '' ? '' : ` (${detail})`}`
}

/** `12 scenarios, 5 launches each, 1 failed`. */
export function runCounts(run: Run): string {
  const failed = run.results.filter((result) => result.status === 'failed').length
  const invalid = run.results.filter((result) => result.status === 'invalid').length
  return [
    plural(run.results.length, 'scenario'),
    ...launchesEach(run.results),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${invalid} invalid`] : []),
  ].join(', ')
}

function launchesEach(results: readonly Result[]): readonly string[] {
  // Of a load test they are the workers, which it names itself.
  if (results.some(({ profile }) => profile.kind === 'load')) return []
  const counts = new Set(results.map((result) => result.profile.launches))
  const [count] = counts
  return counts.size === 1 && count !== undefined
    ? [`${plural(count, 'launch', 'launches')} each`]
    : []
}

/** Time from start to finish of a run, in ns. */
export function runDurationNs(run: Run): number {
  return msToNs(ms(Date.parse(run.finishedAt) - Date.parse(run.startedAt)))
}

const STATUS_SENTENCES: Readonly<Record<Run['status'], string>> = {
  complete: '',
  aborted: 'Interrupted: this record holds what was measured before, and can’t become a baseline.',
  failed: 'Some scenarios failed.',
  invalid:
    'The generator, not the target, was the bottleneck: these numbers are not to be trusted.',
}

const ENDED_BY_LIMIT =
  'Ended by a limit (--abort-on): this record holds what was measured before, and can’t become a baseline.'

/** What the status of a run means; empty for a complete one. */
export function statusSentence(run: Run): string {
  if (wasEndedByLimit(run)) return ENDED_BY_LIMIT
  return STATUS_SENTENCES[run.status]
}

const METHODS: Readonly<Record<Comparison['method'], string>> = {
  stored: 'against a stored run',
  duet: 'with both revisions in one process',
  interleaved: 'by fresh processes of both revisions in turn',
}

/** `Judged against a stored run: slower than 5 % is a regression, within 10 % is unchanged; 99 % intervals.` */
export function ruleSentence(comparison: Comparison): string {
  const { tolerancePercent, unchangedWithinPercent, thresholdMs, confidence } = comparison.rule
  const cap =
    thresholdMs === null
      ? ''
      : `, and so is a p95 above ${formatQuantity(msToNs(ms(thresholdMs)), 'ns')}`
  return (
    `Judged ${METHODS[comparison.method]}, at ${formatConfidence(confidence)} confidence: ` +
    `more than ${formatPercent(tolerancePercent)} slower is a regression${cap}; ` +
    `surely within ${formatPercent(unchangedWithinPercent)} either way is unchanged.`
  )
}

/** `Smallest detectable change: 1.2 % to 6.2 %, by scenario.`; empty when none is known. */
export function detectableSentence(comparison: Comparison): string {
  const range = detectableRange(comparison)
  if (range === undefined) return ''
  const [low, high] = range.map(formatDetectable)
  return `Smallest detectable change: ${low === high ? low : `${low} to ${high}, by scenario`}.`
}

/** Beyond it, that a change could be told is of no use to anybody. */
const MOST_TOLD_PERCENT = 1000

/** `6.2 %`; `more than 1,000 %`. */
export const formatDetectable = (percent: number): string =>
  percent > MOST_TOLD_PERCENT
    ? `more than ${formatPercent(MOST_TOLD_PERCENT)}`
    : formatPercent(percent)

/** 0.99 → `99 %`. */
export function formatConfidence(confidence: number): string {
  return `${Number((confidence * 100).toPrecision(4))} %`
}

/** Notes by how many scenarios share them. */
export interface SortedNotes {
  /** Said once for all, with what it holds for. */
  readonly common: readonly { readonly message: string; readonly of: string }[]
  /** The notes that are said beneath their own scenario. */
  ownOf(result: Result): readonly string[]
}

/** `The machine was busy. (12 scenarios)`, for each note that many scenarios share. */
export function commonNotes(notes: SortedNotes): readonly string[] {
  return notes.common.map(({ message, of }) => `${message} (${of})`)
}

/** Sorts out notes that many scenarios share, so that a table says each once. */
export function sortNotes({ kind, results }: Pick<Run, 'kind' | 'results'>): SortedNotes {
  return kind === 'duet' ? sortDuetNotes(results) : sortByMessage(results)
}

function sortByMessage(results: readonly Result[]): SortedNotes {
  const counts = new Map<string, number>()
  for (const result of results) {
    for (const message of new Set(result.notes.map((note) => note.message))) {
      counts.set(message, (counts.get(message) ?? 0) + 1)
    }
  }
  const common = [...counts]
    .filter(([, scenarios]) => scenarios >= COMMON_NOTE)
    .map(([message, scenarios]) => ({ message, of: plural(scenarios, 'scenario') }))
  const isOwn = (note: Note): boolean => (counts.get(note.message) ?? 0) < COMMON_NOTE
  return {
    common,
    ownOf: (result) => result.notes.filter(isOwn).map((note) => note.message),
  }
}

/**
 * What a duet takes care of itself (its clock, its modes), or does not use (percentiles). The rest is about one side's
 * run, whose numbers decide nothing.
 */
const SETTLED_BY_DUETS: ReadonlySet<string> = new Set([
  'WALL_EXCEEDS_CPU',
  'LAUNCHES_IN_MODES',
  'TAIL_BELOW_THE_CLOCK',
])

/** In a duet a note is said once for all the scenarios that have one of its kind, with the numbers of the first. */
function sortDuetNotes(results: readonly Result[]): SortedNotes {
  const noted = results.flatMap(({ scenario, notes }) =>
    notes.map((note) => ({ ...note, key: scenario.key })),
  )
  const kinds = Map.groupBy(
    noted.filter(({ code }) => !SETTLED_BY_DUETS.has(code)),
    ({ code }) => code,
  )
  const common = [...kinds.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return []
    const more = new Set(rest.map(({ key }) => key)).size
    const others = more === 0 ? '' : `, and ${plural(more, 'other scenario')} likewise`
    return [{ message: capital(first.message), of: `${first.key}${others}` }]
  })
  return { common, ownOf: () => [] }
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
