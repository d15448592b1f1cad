import type { RunHeader } from '../../model/ports.ts'
import { columnsOf, createInk, type TerminalOptions } from './ansi.ts'
import { minute } from './baselines.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut } from './table.ts'
import { statusPaint } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left' },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
  { align: 'left', flexible: true },
]

/** Characters of a commit that tell it from others. */
const COMMIT_SHOWN = 8

/** Recorded runs, in the order given. */
export function renderRuns(runs: readonly RunHeader[], options: TerminalOptions): string {
  const ink = createInk(options.color)
  if (runs.length === 0) return `${ink.dim('No runs.')}\n`
  const headings = ['run', 'started', 'status', 'scenarios', 'revision']
  const rows = [
    cellRow(
      0,
      headings.map((text) => ({ text, paint: ink.dim })),
    ),
    ...runs.map((run) =>
      cellRow(0, [
        { text: sanitise(run.id) },
        { text: minute(run.startedAt) },
        { text: run.status, paint: statusPaint(run.status, ink) },
        { text: String(run.scenarios) },
        { text: sanitise(revisionOf(run)), paint: ink.dim },
      ]),
    ),
  ]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

function revisionOf({ commit, branch, note }: RunHeader): string {
  const revision = [branch, commit?.slice(0, COMMIT_SHOWN)].filter(Boolean).join(' ')
  return note === '' ? revision : `${revision} · ${note}`
}
