import { createRandom } from '../../../../src/kernel/random.ts'
import type { SeriesPoint } from '../../../../src/model/ports.ts'

/** Points of a series for tests. */

/** One a day; `slowness` moves both reference kernels. */
export function pointsOf(
  values: readonly number[],
  slowness: readonly number[] = values.map(() => 1),
): readonly SeriesPoint[] {
  return values.map((p50, index) => ({
    run: `run-${index}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    commit: null,
    p50,
    p95: null,
    p99: index % 2 === 0 ? p50 * 2 : null,
    mean: p50,
    aluNs: 0.4 * (slowness[index] ?? 1),
    allocNs: 11 * (slowness[index] ?? 1),
  }))
}

/** Standard normal deviates (Box & Muller 1958), seeded. */
export function noise(count: number, seed: number): readonly number[] {
  const random = createRandom(seed)
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float()),
  )
}
