import { columnsOf, createInk, type Ink, type Paint, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut, type Row, textRow } from './table.ts'

/** One thing that `doctor` looked at. */
export interface Finding {
  /** `problem`: measuring will not work; `warning`: it works, less precisely. */
  readonly level: 'ok' | 'warning' | 'problem'
  /** What was looked at: `Node`, `clock`, `store` … */
  readonly subject: string
  /** What was found, and what it means for measuring. */
  readonly message: string
  /** What to do about it. */
  readonly remedy?: string
}

/** One setting, resolved. Secrets are redacted before they get here. */
export interface ShownSetting {
  readonly name: string
  readonly value: string
  /** `flag`, `environment`, `config`, `default`: where the value came from. */
  readonly source: string
}

const LEVELS = ['problem', 'warning', 'ok'] as const
const SIGNS: Readonly<Record<Finding['level'], string>> = { ok: '✓', warning: '!', problem: '✗' }
const SETTING_COLUMNS: readonly Column[] = [
  { align: 'left' },
  { align: 'left', flexible: true },
  { align: 'left', flexible: true },
]

/** Findings, in the order given, and a line that sums them up. */
export function renderDoctor(findings: readonly Finding[], options: TerminalOptions): string {
  const ink = createInk(options.color)
  const rows = [...findings.flatMap((finding) => findingRows(finding, ink)), summary(findings, ink)]
  return `${layOut([], rows, columnsOf(options)).join('\n')}\n`
}

/** Each resolved setting, and where it came from. */
export function renderSettings(
  settings: readonly ShownSetting[],
  options: TerminalOptions,
): string {
  const ink = createInk(options.color)
  const rows = settings.map((setting) =>
    cellRow(0, [
      { text: sanitise(setting.name), paint: ink.bold },
      { text: sanitise(setting.value) },
      { text: sanitise(setting.source), paint: setting.source === 'default' ? ink.dim : ink.cyan },
    ]),
  )
  return rows.length === 0
    ? ''
    : `${layOut(SETTING_COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

function findingRows(finding: Finding, ink: Ink): Row[] {
  const { level, subject, message, remedy } = finding
  const line = `${SIGNS[level]} ${sanitise(subject)}: ${sanitise(message)}`
  return [
    { kind: 'text', indent: 0, hang: 2, text: line, paint: levelPaint(level, ink) },
    ...(remedy === undefined ? [] : [textRow(2, sanitise(remedy))]),
  ]
}

function summary(findings: readonly Finding[], ink: Ink): Row {
  const worst = LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? 'ok'
  const sentences: Readonly<Record<Finding['level'], string>> = {
    ok: 'Fit to measure.',
    warning: 'Fit to measure, with the reservations above.',
    problem: 'Not fit to measure: see the problems above.',
  }
  return textRow(0, sentences[worst], (text) => ink.bold(levelPaint(worst, ink)(text)))
}

function levelPaint(level: Finding['level'], ink: Ink): Paint {
  if (level === 'ok') return ink.green
  return level === 'warning' ? ink.yellow : ink.red
}
