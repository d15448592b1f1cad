import type { Renderer } from '../model/ports.ts'

// JSON allows these raw, but a terminal or an editor acts on them: C1 controls, bidi controls, line separators.
const ACTING_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Any document as pretty-printed JSON that is safe to print: the same document, with acting characters escaped. */
export function renderJson(document: unknown): string {
  const text = JSON.stringify(document, null, 2)
  return `${text.replace(ACTING_IN_JSON, escaped)}\n`
}

/** The comparison, or the run where there is none: exactly the document that the JSON Schema describes. */
export const jsonRenderer: Renderer = {
  format: 'json',
  fileName: 'report.json',
  render: ({ run, comparison }) => renderJson(comparison ?? run),
}

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
