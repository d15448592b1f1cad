/**
 * The functions whose time is known well enough to hold a harness against: xorshift32, each step waiting for the one
 * before, about 1.6 ns a step.
 *
 * The steps are written out 24 at a time, which makes the function too large for V8 to inline (more than 460 bytes
 * of bytecode): else each tool's loop would be compiled into other code, and the times would compare compilers.
 */

const STEPS_WRITTEN_OUT = 24

const step = 'state ^= state << 13; state ^= state >>> 17; state ^= state << 5;'

/** Takes `turns` × {@link STEPS_WRITTEN_OUT} steps from `state` and gives the state then. */
type Spin = (state: number, turns: number) => number

const body = `for (let i = 0; i < turns; i++) { ${step.repeat(STEPS_WRITTEN_OUT)} } return state`
const source = `export const spin = (state, turns) => { ${body} }`
const module: unknown = await import(`data:text/javascript,${encodeURIComponent(source)}`)
const { spin } = module as { readonly spin: Spin }

const SEED = 0x1234567

/** By name. */
export const cases: Readonly<Record<string, () => unknown>> = {
  empty: () => undefined,
  '100 ns': () => spin(SEED, 3),
  '10 µs': () => spin(SEED, 300),
  'await Promise.resolve()': () => Promise.resolve(),
}

/** Whether a case has to be awaited. */
export const isAsync = (name: string): boolean => name.startsWith('await')
