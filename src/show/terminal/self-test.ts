import type { SelfTest, SelfTestPercentile } from '../../model/self-test.ts'
import { formatCount, formatQuantity, formatTogether } from '../text/quantity.ts'
import { columnsOf, createInk, type Ink, type Paint, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { BLANK, type Column, cellRow, layOut, type Row, textRow } from './table.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]

const NAMES: Readonly<Record<SelfTestPercentile['name'], string>> = {
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  p999: 'p99.9',
}

const VERDICTS: Readonly<Record<SelfTest['verdict'], string>> = {
  passed: '✓ Load tests tell the truth on this machine.',
  failed: '✗ What was measured is not what happened: latencies of load tests are wrong here.',
  inconclusive:
    '! No verdict: this machine was too busy to say. Stop what else runs on it, and try again.',
}

/** Truth, what was measured, and the difference, a line for each percentile; and what that means. */
export function renderSelfTest(selfTest: SelfTest, options: TerminalOptions): string {
  const ink = createInk(options.color)
  const { percentiles, notes, verdict } = selfTest
  const rows = [
    textRow(0, conditions(selfTest)),
    BLANK,
    ...(percentiles.length === 0
      ? []
      : [headings(ink), ...percentiles.map((row) => line(row, ink))]),
    textRow(0, counts(selfTest)),
    ...(notes.length === 0 ? [] : [BLANK, ...notes.map((note) => textRow(0, sanitise(note)))]),
    BLANK,
    textRow(0, VERDICTS[verdict], (text) => ink.bold(paintOf(verdict, ink)(text))),
  ]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

function conditions(selfTest: SelfTest): string {
  const { ratePerSecond, durationMs, connections, freezes, serviceMs } = selfTest
  const service = formatQuantity(serviceMs * 1e6, 'ns')
  const load = `${formatCount(ratePerSecond)}/s for ${seconds(durationMs)} over ${formatCount(connections)} connections`
  return `${load}, to a server that takes ${service}${frozenWhen(freezes)}`
}

function frozenWhen(freezes: SelfTest['freezes']): string {
  const [first] = freezes
  if (first === undefined) return ''
  const starts = freezes.map(({ startMs }) => seconds(startMs)).join(', ')
  return `; the whole of it is frozen for ${seconds(first.durationMs)} at ${starts}`
}

const seconds = (timeMs: number): string => `${Number((timeMs / 1000).toPrecision(3))} s`

const headings = (ink: Ink): Row =>
  cellRow(
    0,
    ['latency', 'truth', 'measured', 'off by', 'allowed'].map((text) => ({ text, paint: ink.dim })),
  )

function line(row: SelfTestPercentile, ink: Ink): Row {
  const { name, truthMs, measuredMs, differenceMs, allowedMs, isWithin } = row
  const [truth = '', measured = ''] = formatTogether([truthMs * 1e6, measuredMs * 1e6], 'ns')
  return cellRow(0, [
    { text: NAMES[name] },
    { text: truth },
    { text: measured },
    { text: formatQuantity(differenceMs * 1e6, 'ns'), paint: isWithin ? ink.green : ink.red },
    { text: `± ${formatQuantity(allowedMs * 1e6, 'ns')}`, paint: ink.dim },
  ])
}

function counts({ counts: { scheduled, sent, completed } }: SelfTest): string {
  const [all, some, done] = [scheduled, sent, completed].map(formatCount)
  return `${some} of ${all} sent, ${done} answered`
}

function paintOf(verdict: SelfTest['verdict'], ink: Ink): Paint {
  if (verdict === 'passed') return ink.green
  return verdict === 'failed' ? ink.red : ink.yellow
}
