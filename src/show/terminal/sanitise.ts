import { visibleLine } from '../text/visible.ts'

/** A terminal's medium: one line in which nothing acts, no escape code and no reordering. */
export function sanitise(text: string): string {
  return visibleLine(text).trim()
}
