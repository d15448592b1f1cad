import { clip, visibleLine } from '../text/visible.ts'

/** The longest text that a terminal is given, in characters. */
const LONGEST = 2_000

/** A terminal's medium: one line in which nothing acts, no escape code and no reordering. */
export function sanitise(text: string): string {
  return visibleLine(clip(text, LONGEST)).trim()
}
