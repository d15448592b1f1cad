import { clip, visibleLine } from '../../../../src/show/text/visible.ts'

/** Longest note that is shown whole. */
const NOTE_LENGTH = 2000

/** What a reader of the numbers should know, in sentences; nothing where there is nothing to say. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul class="run-notes" aria-label="Notes">
      {notes.map((note, index) => (
        <li key={index}>{sentence(visibleLine(clip(note, NOTE_LENGTH)))}</li>
      ))}
    </ul>
  )
}

/** Notes begin in the middle of a line elsewhere. */
const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
