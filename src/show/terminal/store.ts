import type { PruneReport, StoreReport } from '../../model/ports.ts'
import { formatCount, plural } from '../text/quantity.ts'
import { columnsOf, createInk, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { wrapText } from './table.ts'

/** What verifying a store found: what is damaged, and what can be saved. */
export function renderStoreReport(report: StoreReport, options: TerminalOptions): string {
  const ink = createInk(options.color)
  const word = report.ok ? '✓ sound' : '✗ damaged'
  const counts = `${formatCount(report.readable)} of ${plural(report.runs, 'run')} readable, ${plural(report.baselines, 'baseline')}`
  const lines = [
    {
      indent: 0,
      text: `${word}: ${sanitise(report.url)}`,
      paint: report.ok ? ink.green : ink.red,
    },
    { indent: 2, text: counts },
    ...report.problems.map((problem) => ({ indent: 2, text: sanitise(problem), paint: ink.red })),
    ...savable(report).map((text) => ({ indent: 2, text })),
  ]
  return `${lines.flatMap((line) => wrapText(line, columnsOf(options))).join('\n')}\n`
}

/** What pruning removed, or would remove. */
export function renderPruneReport(
  report: PruneReport,
  options: TerminalOptions & { readonly dryRun: boolean },
): string {
  const verb = options.dryRun ? 'Would remove' : 'Removed'
  const forBaselines =
    report.keptForBaselines === 0
      ? ''
      : `, ${formatCount(report.keptForBaselines)} of them for baselines`
  const text = `${verb} ${plural(report.removed.length, 'run')}; ${formatCount(report.kept)} kept${forBaselines}.`
  return `${wrapText({ indent: 0, text }, columnsOf(options)).join('\n')}\n`
}

function savable(report: StoreReport): readonly string[] {
  if (report.ok || report.savable.length === 0) return []
  const ids = report.savable.map(sanitise).join(' ')
  return [`${plural(report.savable.length, 'run')} can be exported: ${ids}`]
}
