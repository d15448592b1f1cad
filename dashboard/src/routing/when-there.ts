/** How long something that a reader asked for may take to arrive. */
const LONGEST_MS = 10_000
/** What shows that the reader has gone on. */
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * Tries something with the next frame, and whenever the page has grown, until it is done, the reader does something else, or it takes too
 * long: documents arrive after the address has changed.
 *
 * @returns what ends it
 */
export function whenThere(main: HTMLElement, isDone: () => boolean): () => void {
  const attempt = (): void => {
    if (isDone()) end()
  }
  const grown = new MutationObserver(attempt)
  const resized = new ResizeObserver(attempt)
  const timer = setTimeout(end, LONGEST_MS)
  // What is there now may be what is being left: the new view is drawn before the next frame.
  const frame = requestAnimationFrame(attempt)
  grown.observe(main, { childList: true, subtree: true })
  resized.observe(main)
  for (const act of ACTS) addEventListener(act, end, { passive: true })
  function end(): void {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    grown.disconnect()
    resized.disconnect()
    for (const act of ACTS) removeEventListener(act, end)
  }
  return end
}
