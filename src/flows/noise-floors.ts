import type { NoiseMethod } from '../model/noise.ts'
import type { Store } from '../model/ports.ts'

/**
 * What identical code is known to differ by on an environment, by scenario key; 0 where it was not measured.
 *
 * @param methods of the comparison that asks: what a duet sees is no measure for two stored runs
 */
export async function noiseFloorsOf(
  store: Store,
  fingerprint: string,
  methods: readonly NoiseMethod[],
): Promise<(key: string) => number> {
  const known = await store.noise.list({ fingerprint })
  const floors = new Map(
    known.flatMap(({ scenario, method, floorPercent }) =>
      methods.includes(method) ? [[scenario, floorPercent]] : [],
    ),
  )
  return (key) => floors.get(key) ?? 0
}
