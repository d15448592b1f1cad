import { type Scenario, scenario } from 'plimsoll'
import { operations } from './slowdown.ts'

/** Turns points in space by a matrix of floats: numbers alone. Short: an iteration takes about a microsecond. */
const POINTS = operations(100)
const matrix = Float64Array.from([0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6])
const points = Float64Array.from({ length: 3 * 256 }, (_, index) => Math.sin(index))

const at = (values: Float64Array, index: number): number => values[index] as number

export const workload: Scenario = scenario('turn points', {
  run: () => {
    let sum = 0
    for (let i = 0; i < POINTS; i++) {
      const from = 3 * (i & 255)
      for (let row = 0; row < 9; row += 3) {
        sum +=
          at(matrix, row) * at(points, from) +
          at(matrix, row + 1) * at(points, from + 1) +
          at(matrix, row + 2) * at(points, from + 2)
      }
    }
    return sum
  },
})
