import type { JournalLine } from './live-journal.ts'
import { journalLineSchema } from './schema/live-journal.ts'
import { findHarmful } from './schema/shape.ts'

/** Reads a line. `undefined`: it is cut off, damaged, or of another version, and is passed over. */
export function readJournalLine(text: string): JournalLine | undefined {
  const json = parsed(text)
  if (findHarmful(json) !== undefined) return undefined
  const line = journalLineSchema.safeParse(json)
  return line.success ? line.data : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
