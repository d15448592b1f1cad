import { displayWidth } from './width.ts'

/** A text and the column it begins in. */
export interface PlacedText {
  readonly column: number
  readonly text: string
}

/** Texts at their columns; one that has no room at the end moves left, and one that would touch another is left out. */
export function placeTexts(texts: readonly PlacedText[], columns: number): string {
  let line = ''
  for (const { column, text } of texts) {
    const start = Math.max(0, Math.min(column, columns - displayWidth(text)))
    const used = displayWidth(line)
    if (used > 0 && start <= used) continue
    line += ' '.repeat(start - used) + text
  }
  return line
}
