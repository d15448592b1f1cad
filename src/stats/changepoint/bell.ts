/** Beyond this many squared standard deviations the bell is taken for 0: exp(−32) is 1e-14. */
const REACH = 64
const STEPS_PER_UNIT = 64

const TABLE = Float64Array.from({ length: REACH * STEPS_PER_UNIT + 2 }, (_, step) =>
  Math.exp(-step / STEPS_PER_UNIT / 2),
)

/** exp(−squared ÷ 2), linear between table steps: 1e-5 of the value off at most, and some 5 times as fast. */
export function bell(squared: number): number {
  if (!(squared < REACH)) return 0
  const position = squared * STEPS_PER_UNIT
  const step = Math.floor(position)
  const low = TABLE[step] as number
  return low + (position - step) * ((TABLE[step + 1] as number) - low)
}

/** √(2π): the bell divided by it and by a standard deviation is the normal density. */
export const ROOT_TWO_PI = 2.5066282746310002
