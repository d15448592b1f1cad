import type { Renderer } from '../../model/ports.ts'
import { comparisonMarkdown } from './comparison.ts'
import { fit } from './fit.ts'
import { runMarkdown } from './run.ts'

/** GitHub-flavoured Markdown, for a pull-request comment or a step summary; at most 65,536 characters. */
export const markdownRenderer: Renderer = {
  format: 'markdown',
  fileName: 'report.md',
  render: ({ run, comparison, findings = [] }) =>
    fit((detail) =>
      comparison === undefined
        ? runMarkdown({ run, findings }, detail)
        : comparisonMarkdown(comparison, run, detail),
    ),
}
