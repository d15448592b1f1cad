/** The functions whose time is known well enough to hold a harness against: plain loops of xorshift32. */

let bits = 0x9e3779b9

/** Steps of xorshift32, each waiting for the one before; about 1.6 ns a step. */
function spin(steps: number): number {
  let state = bits
  for (let i = 0; i < steps; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
  }
  bits = state
  return state
}

/** By name. */
export const cases: Readonly<Record<string, () => unknown>> = {
  empty: () => undefined,
  '100 ns': () => spin(62),
  '10 µs': () => spin(6200),
  'await Promise.resolve()': () => Promise.resolve(),
}

/** Whether a case has to be awaited. */
export const isAsync = (name: string): boolean => name.startsWith('await')
