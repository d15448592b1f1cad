import { plural } from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Fold } from '../../parts/fold.tsx'

/** Longest note that is shown whole. */
const NOTE_LENGTH = 2000

/** So many are read before the numbers; a run of hundreds of scenarios has dozens. */
const FEW = 4

/** What a reader of the numbers should know, in sentences, many of them folded; nothing where there is nothing to say. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  // One alone is not worth a fold.
  const shown = notes.length > FEW + 1 ? FEW : notes.length
  const rest = notes.slice(shown)
  return (
    <>
      <NoteList notes={notes.slice(0, shown)} label="Notes" />
      {rest.length === 0 ? null : (
        <Fold title={plural(rest.length, 'more note')}>
          {() => <NoteList notes={rest} label="More notes" />}
        </Fold>
      )}
    </>
  )
}

const NoteList = (props: { readonly notes: readonly string[]; readonly label: string }) => (
  <ul class="run-notes" aria-label={props.label}>
    {props.notes.map((note, index) => (
      <li key={index}>{sentence(visibleLine(clip(note, NOTE_LENGTH)))}</li>
    ))}
  </ul>
)

/** Notes begin in the middle of a line elsewhere. */
const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
