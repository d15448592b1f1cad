import { route } from './route.ts'
import { currentStep, keepPosition, persistPosition, positionOf } from './places.ts'
import { whenThere } from './when-there.ts'

/**
 * What a browser does when it opens a page, for addresses behind `#`: who goes somewhere new stands at its beginning, or
 * where the address says (`?at=stages`), with the keyboard at its heading; who goes back stands where they were.
 *
 * @returns what ends it
 */
export function followNavigation(main: HTMLElement): () => void {
  let step = currentStep()
  let path = route.value.path.join('/')
  let endWait = arrive(main, { isNew: false })
  history.scrollRestoration = 'manual'

  const onNavigation = (): void => {
    const [lastStep, lastPath] = [step, path]
    step = currentStep()
    path = route.value.path.join('/')
    if (step === lastStep) return
    endWait()
    endWait = arrive(main, { isNew: lastPath !== path })
  }
  const onScroll = (): void => keepPosition(step, scrollY)
  const onLeave = (): void => persistPosition(step)

  addEventListener('hashchange', onNavigation)
  addEventListener('scroll', onScroll, { passive: true })
  addEventListener('pagehide', onLeave)
  return () => {
    endWait()
    removeEventListener('hashchange', onNavigation)
    removeEventListener('scroll', onScroll)
    removeEventListener('pagehide', onLeave)
  }
}

/** @param isNew whether another view is shown, rather than the same one in another way */
function arrive(main: HTMLElement, { isNew }: { readonly isNew: boolean }): () => void {
  const was = positionOf(currentStep())
  const at = route.value.query.get('at')
  const endFocus = isNew ? focusHeading(main) : () => undefined
  const endScroll = scrollThere(main, { was, at, isNew })
  return () => {
    endFocus()
    endScroll()
  }
}

function scrollThere(
  main: HTMLElement,
  where: {
    readonly was: number | undefined
    readonly at: string | null
    readonly isNew: boolean
  },
): () => void {
  const { was, at, isNew } = where
  if (was !== undefined) return whenThere(main, () => hasScrolledTo(was))
  if (at !== null) return whenThere(main, () => hasShown(at))
  if (isNew) scrollTo(0, 0)
  return () => undefined
}

function hasScrolledTo(scrolledPx: number): boolean {
  scrollTo(0, scrolledPx)
  return Math.abs(scrollY - scrolledPx) < 2
}

function hasShown(id: string): boolean {
  const part = document.querySelector(`#${CSS.escape(id)}`)
  if (part === null) return false
  part.scrollIntoView()
  part.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  return true
}

/** The content at once, so that nothing is focused that is gone; its heading as soon as there is one. */
function focusHeading(main: HTMLElement): () => void {
  main.focus({ preventScroll: true })
  return whenThere(main, () => {
    const heading = main.querySelector<HTMLElement>('h1')
    if (heading === null) return document.activeElement !== main
    heading.tabIndex = -1
    if (document.activeElement === main) heading.focus({ preventScroll: true })
    return true
  })
}
