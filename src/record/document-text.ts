import { createHash } from 'node:crypto'
import { readRun } from '../model/read.ts'
import type { Run } from '../model/run.ts'

/**
 * A run as the one text that is stored and exported: JSON on a single line, its keys in the schema's order, a newline
 * at the end. The same run gives the same bytes, so that export → import → export changes nothing.
 *
 * @throws PlimsollError DOCUMENT_INVALID when the run breaks its schema
 */
export function runText(run: Run): string {
  return `${JSON.stringify(readRun(run, `The run ${run.id}`))}\n`
}

/** SHA-256 of a text in hexadecimal: tells a document that was damaged on disk from one that was written so. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
