import type { PageSource } from '../../source/source.ts'
import { type KnownRuns, RunFollower } from './follower.ts'

/** Between two looks for what is new. */
const LOOK_MS = 5000

/**
 * Reads the list page by page, then looks for new runs now and again for as long as the page is looked at.
 *
 * @returns what ends it
 */
export function followRuns(source: PageSource, tell: (known: KnownRuns) => void): () => void {
  const over = new AbortController()
  const follower = new RunFollower(source, (known) => {
    if (!over.signal.aborted) tell(known)
  })
  void follower.begin()
  const look = (): void => {
    if (!document.hidden) void follower.look()
  }
  const timer = setInterval(look, LOOK_MS)
  document.addEventListener('visibilitychange', look, { signal: over.signal })
  return () => {
    clearInterval(timer)
    over.abort()
  }
}
