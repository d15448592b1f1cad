import type { PartComparison, ScenarioComparison, Verdict } from '../../src/model/comparison.ts'
import { median, sorted } from '../../src/stats/index.ts'
import { shareBounds } from './bounds.ts'
import { classicalRules } from './classical/rules.ts'
import type { GateRecord } from './records.ts'

/** Turns recorded comparisons into the table of docs/statistics.md. */

/** What the gate says of a comparison; `undefined` = it could not be made. */
export type GateJudge = (record: GateRecord) => JudgedComparison | undefined

/** The part of a comparison that is counted. */
export interface JudgedComparison extends Pick<ScenarioComparison, 'verdict'> {
  readonly stages: readonly Pick<PartComparison, 'name' | 'verdict'>[]
}

const CONFIDENCE = 0.95
const INJECTED = [0, 2, 5, 10] as const

interface Group {
  readonly title: string
  readonly holds: (record: GateRecord) => boolean
}

const GROUPS: readonly Group[] = [
  { title: 'CPU-bound, tuned on', holds: ({ kind, heldOut }) => kind === 'cpu' && !heldOut },
  { title: 'CPU-bound, held out', holds: ({ kind, heldOut }) => kind === 'cpu' && heldOut },
  { title: 'I/O-bound, tuned on', holds: ({ kind, heldOut }) => kind === 'io' && !heldOut },
  { title: 'I/O-bound, held out', holds: ({ kind, heldOut }) => kind === 'io' && heldOut },
]

const CONDITIONS = [
  { title: 'alone', neighbour: false },
  { title: 'with a busy neighbour', neighbour: true },
] as const

const COLUMNS = [
  'rule',
  'A/A called',
  'A/A unchanged',
  '+2 % found',
  '+5 % found',
  '+10 % found',
  'inconclusive',
]

/** The whole report, Markdown. */
export function reportOf(records: readonly GateRecord[], judge: GateJudge): string {
  const judged = records.map((record): Judged => {
    const said = judge(record)
    return { record, verdict: said?.verdict, stages: said?.stages ?? [] }
  })
  const made = judged.filter(({ verdict }) => verdict !== undefined)
  return [
    introduction(records, judged.length - made.length),
    ...GROUPS.flatMap((group) => CONDITIONS.map((condition) => section(made, group, condition))),
    stagesLine(made),
    workloadTable(made),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

interface Judged extends Pick<JudgedComparison, 'stages'> {
  readonly record: GateRecord
  readonly verdict: Verdict | undefined
}

function introduction(records: readonly GateRecord[], failed: number): string {
  const machines = [...new Set(records.map(({ machine }) => machine))].join('; ')
  const alike = records.filter(({ injectedPercent }) => injectedPercent === 0).length
  const failures = failed === 0 ? '' : ` ${failed} more could not be made.`
  return (
    `${records.length - failed} comparisons, ${alike} of them of identical code (A/A), on ${machines}. ` +
    `Each cell: share (95 % interval, Clopper–Pearson), count.${failures}`
  )
}

function section(
  all: readonly Judged[],
  group: Group,
  condition: (typeof CONDITIONS)[number],
): string {
  const judged = all.filter(
    ({ record }) => group.holds(record) && record.neighbour === condition.neighbour,
  )
  if (judged.length === 0) return ''
  const rows = [duetRow(judged), ...classicalRows(judged)]
  return [`**${group.title}, ${condition.title}**`, tableOf(COLUMNS, rows)].join('\n\n')
}

function duetRow(judged: readonly Judged[]): string[] {
  const saying = (verdicts: readonly Verdict[]) => (each: Judged) =>
    each.verdict !== undefined && verdicts.includes(each.verdict)
  const alike = injecting(judged, 0)
  return [
    '**plimsoll duet**',
    cell(alike, saying(['regressed', 'improved'])),
    cell(alike, saying(['unchanged'])),
    ...INJECTED.slice(1).map((percent) => cell(injecting(judged, percent), saying(['regressed']))),
    cell(judged, saying(['inconclusive'])),
  ]
}

function classicalRows(judged: readonly Judged[]): string[][] {
  const measured = judged.filter(({ record }) => record.plain !== null)
  return classicalRules.map(({ name, call }) => {
    const calls = ({ record }: Judged): string => (record.plain === null ? '' : call(record.plain))
    const slower = (each: Judged): boolean => calls(each) === 'slower'
    return [
      name,
      cell(injecting(measured, 0), (each) => calls(each) !== 'none'),
      '–',
      ...INJECTED.slice(1).map((percent) => cell(injecting(measured, percent), slower)),
      '–',
    ]
  })
}

const injecting = (judged: readonly Judged[], percent: number): readonly Judged[] =>
  judged.filter(({ record }) => record.injectedPercent === percent)

function cell(of: readonly Judged[], holds: (each: Judged) => boolean): string {
  if (of.length === 0) return '–'
  const count = { of: of.length, seen: of.filter(holds).length }
  const { lo, hi } = shareBounds(count, CONFIDENCE)
  const percent = (share: number): string => (100 * share).toFixed(1)
  return `${percent(count.seen / count.of)} % (${percent(lo)}–${percent(hi)}) ${count.seen}/${count.of}`
}

/** Of the workload with three stages the second is slowed. */
const SLOWED_STAGE = 'price'

/** Whether the stage that was slowed is the one that is named. */
function stagesLine(judged: readonly Judged[]): string {
  const moved = judged.filter(
    ({ record, verdict }) => record.workload === 'stages' && verdict === 'regressed',
  )
  if (moved.length === 0) return ''
  const named = ({ stages }: Judged): readonly string[] =>
    stages.filter(({ verdict }) => verdict === 'regressed').map(({ name }) => name)
  const right = cell(moved, (each) => named(each).join() === SLOWED_STAGE)
  const wrong = cell(moved, (each) => named(each).some((name) => name !== SLOWED_STAGE))
  return `Of three stages, one slowed, where the scenario was found slower: that stage alone named ${right}; another named ${wrong}.`
}

/** What each workload contributed, and whether its slowdowns were as large as they should be. */
function workloadTable(judged: readonly Judged[]): string {
  const byName = Map.groupBy(judged, ({ record }) => record.workload)
  const columns = ['workload', 'A/A called', 'A/A unchanged', 'found +2', '+5', '+10']
  const rows = [...byName].map(([name, of]) => {
    const alike = injecting(of, 0)
    const says = (each: readonly Judged[], ...verdicts: Verdict[]): string =>
      `${each.filter(({ verdict }) => verdict !== undefined && verdicts.includes(verdict)).length}/${each.length}`
    return [
      name,
      says(alike, 'regressed', 'improved'),
      says(alike, 'unchanged'),
      ...INJECTED.slice(1).map((percent) => says(injecting(of, percent), 'regressed')),
      ...INJECTED.map((percent) => ratioText(injecting(of, percent))),
      typical(of.map(({ record }) => record.launches.length)),
      typical(of.map(({ record }) => record.duetMs / 1e3)),
    ]
  })
  const ratios = ['ratio A/A', 'at +2', 'at +5', 'at +10']
  const table = tableOf([...columns, ...ratios, 'processes', 'seconds'], rows)
  return `**By workload** (ratios, processes and seconds: medians)\n\n${table}`
}

/** Of the clock that suits the kind. */
function ratioText(judged: readonly Judged[]): string {
  const ratios = judged.flatMap(({ record }) =>
    record.launches.map(({ wall, cpu }) => ((record.kind === 'cpu' ? cpu : wall) ?? wall).ratio),
  )
  return ratios.length === 0 ? '–' : median(sorted(ratios)).toFixed(3)
}

const typical = (values: readonly number[]): string =>
  values.length === 0 ? '–' : median(sorted(values)).toFixed(1)

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
