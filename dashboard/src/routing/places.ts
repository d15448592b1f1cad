/**
 * How far down every step of the page's history was scrolled. A step is known by what the browser keeps with it; the
 * position itself goes there too when the page is left, so that it is there after a reload.
 */
interface Kept {
  readonly step: string
  readonly scrolledPx?: number
}

const positions = new Map<string, number>()

/** The step that the page is at; a new one gets its name here. */
export function currentStep(): string {
  const kept = keptState()
  if (kept !== undefined) return kept.step
  const step = `${performance.timeOrigin + performance.now()}`
  history.replaceState({ step } satisfies Kept, '')
  return step
}

/** Where a step was scrolled to when it was left; `undefined` = it is new. */
export const positionOf = (step: string): number | undefined =>
  positions.get(step) ?? keptPosition(step)

export function keepPosition(step: string, scrolledPx: number): void {
  positions.set(step, scrolledPx)
}

/** Hands the position to the browser, for when the page is loaded again. */
export function persistPosition(step: string): void {
  const scrolledPx = positions.get(step)
  if (scrolledPx !== undefined && keptState()?.step === step) {
    history.replaceState({ step, scrolledPx } satisfies Kept, '')
  }
}

function keptPosition(step: string): number | undefined {
  const kept = keptState()
  return kept?.step === step ? kept.scrolledPx : undefined
}

function keptState(): Kept | undefined {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null) return undefined
  const step: unknown = Reflect.get(state, 'step')
  const scrolledPx: unknown = Reflect.get(state, 'scrolledPx')
  if (typeof step !== 'string') return undefined
  return typeof scrolledPx === 'number' ? { step, scrolledPx } : { step }
}
