import type { Baseline } from '../../model/ports.ts'
import { columnsOf, createInk, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut } from './table.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
  { align: 'left', flexible: true },
]

/** Baselines (or the past of one), in the order given. */
export function renderBaselines(list: readonly Baseline[], options: TerminalOptions): string {
  const ink = createInk(options.color)
  if (list.length === 0) return `${ink.dim('No baselines.')}\n`
  const headings = ['baseline', 'version', 'run', 'set at', 'reason']
  const rows = [
    cellRow(
      0,
      headings.map((text) => ({ text, paint: ink.dim })),
    ),
    ...list.map((baseline) =>
      cellRow(0, [
        { text: sanitise(baseline.name), paint: ink.bold },
        { text: String(baseline.version) },
        { text: sanitise(baseline.run) },
        { text: minute(baseline.setAt) },
        { text: sanitise(baseline.reason), paint: ink.dim },
      ]),
    ),
  ]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

/** An ISO 8601 instant to the minute: `2026-03-01 12:34`. */
export function minute(instant: string): string {
  return sanitise(instant.slice(0, 16).replace('T', ' '))
}
