import { useEffect } from 'preact/hooks'
import { clip, visibleLine } from '../../../src/show/text/visible.ts'

/** Longer ones are cut by every browser. */
const LONGEST = 120

/** What the browser calls the page: `decode regressed · plimsoll`. */
export const pageTitle = (text: string): string =>
  text === '' ? 'plimsoll' : `${visibleLine(clip(text, LONGEST))} · plimsoll`

/** Names the page for as long as the view is there. */
export function useTitle(text: string): void {
  useEffect(() => {
    document.title = pageTitle(text)
  }, [text])
}
