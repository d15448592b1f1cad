/**
 * How far down every step of the page's history was scrolled. The browser keeps the name of each step with it; the
 * position of the last one outlives the page, for when it is loaded again.
 */
const positions = new Map<string, number>()
const KEPT = 'plimsoll-scrolled'

/** The step that the page is at; a new one gets its name here. */
export function currentStep(): string {
  const kept: unknown = history.state
  if (typeof kept === 'string') return kept
  const step = `${performance.timeOrigin + performance.now()}`
  history.replaceState(step, '')
  return step
}

/** Where a step was scrolled to when it was left; `undefined` = it is new. */
export const positionOf = (step: string): number | undefined =>
  positions.get(step) ?? persistedPosition(step)

export function keepPosition(step: string, scrolledPx: number): void {
  positions.set(step, scrolledPx)
}

/** For when this step is loaded again. */
export function persistPosition(step: string): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ step, scrolledPx: positions.get(step) ?? 0 }))
  } catch {
    // Then it begins at its top again.
  }
}

function persistedPosition(step: string): number | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
    if (typeof kept !== 'object' || kept === null || Reflect.get(kept, 'step') !== step)
      return undefined
    const scrolledPx: unknown = Reflect.get(kept, 'scrolledPx')
    return typeof scrolledPx === 'number' ? scrolledPx : undefined
  } catch {
    return undefined
  }
}
