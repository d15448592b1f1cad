import { usageError } from '../../kernel/errors.ts'
import { parseJson } from '../../model/read.ts'

/** The records in a report that is a page (`report --format html`). */

/** Where such a page carries its documents. */
const DATA = /<script type="application\/json" id="plimsoll-page">([^<]*)<\/script>/

/** Whether a text is a page at all. */
export const isPage = (text: string): boolean => /^\uFEFF?\s*<!doctype html/i.test(text)

/** A record in a page. */
export interface PlacedDocument {
  readonly json: unknown
  /** For messages. */
  readonly where: string
}

/** Every record that the page holds. @throws PlimsollError PAGE_WITHOUT_RUNS, DOCUMENT_NOT_JSON */
export function runsInPage(text: string, from: string): readonly PlacedDocument[] {
  const [, data] = DATA.exec(text) ?? []
  const page: unknown = data === undefined ? undefined : parseJson(data, from)
  const runs = Object.entries<unknown>(documentsOf(page)).filter(([name]) =>
    /^runs\/[^/?]+$/.test(name),
  )
  if (runs.length > 0) return runs.map(([name, json]) => ({ json, where: `${from}, ${name},` }))
  throw usageError(
    'PAGE_WITHOUT_RUNS',
    `${from} is a page that holds no run`,
    'Give a report that plimsoll report --format html wrote, whole and unchanged.',
  )
}

function documentsOf(page: unknown): Readonly<Record<string, unknown>> {
  const documents: unknown =
    typeof page === 'object' && page !== null ? Reflect.get(page, 'documents') : undefined
  return typeof documents === 'object' && documents !== null ? { ...documents } : {}
}
