import type { Baseline } from '../../model/ports.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut, type Row, textRow } from './table.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
]
const HEADINGS = ['baseline', 'version', 'run', 'set at'] as const

/** Baselines (or the past of one) in the order given, each with its reason beneath. */
export function renderBaselines(list: readonly Baseline[], options: TerminalOptions): string {
  const ink = createInk(options.color)
  if (list.length === 0) return `${ink.dim('No baselines.')}\n`
  const headings = HEADINGS.map((text) => ({ text, paint: ink.dim }))
  const rows = [cellRow(0, headings), ...list.flatMap((each) => baselineRows(each, ink))]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

function baselineRows(baseline: Baseline, ink: Ink): Row[] {
  const cells = [
    { text: sanitise(baseline.name), paint: ink.bold },
    { text: String(baseline.version) },
    { text: sanitise(baseline.run) },
    { text: minute(baseline.setAt) },
  ]
  const reason = sanitise(baseline.reason)
  return [cellRow(0, cells), ...(reason === '' ? [] : [textRow(2, reason, ink.dim)])]
}

/** An ISO 8601 instant to the minute: `2026-03-01 12:34`. */
export function minute(instant: string): string {
  return sanitise(instant.slice(0, 16).replace('T', ' '))
}
