import { describe, expect, test } from 'vitest'
import { measurePlant } from '../../bench/cause/measure.ts'
import { type Plant, PLANTS } from '../../bench/cause/plants.ts'
import { findCauses } from '../../src/judge/index.ts'
import type { CauseReport, Mechanism } from '../../src/model/cause.ts'
import { tempDir } from '../support/folders.ts'

/** Two of the services with planted causes; `bench/cause/run.ts` has them all, and says how often each is found. */

async function reportOf(service: string, cause: Plant['cause']): Promise<CauseReport> {
  const plant = PLANTS.find((one) => one.service === service && one.cause === cause)
  if (plant === undefined) throw new Error(`there is no ${cause} ${service}`)
  const shared = {
    database: undefined,
    serviceCore: undefined,
    onProcesses: () => undefined,
    durationMs: 20_000,
    folder: await tempDir(),
  }
  const { result } = await measurePlant(plant, 1, shared)
  // Not in each window: a loop that is held tells nothing until it goes on.
  const kinds = new Set(
    result.timeline.flatMap(({ sources }) => sources?.map(({ kind }) => kind) ?? []),
  )
  expect([...kinds].toSorted()).toEqual(
    process.platform === 'linux' ? ['node', 'process'] : ['node'],
  )
  return findCauses(result)
}

describe('what made it slow', () => {
  test('an event loop that is blocked now and then', async () => {
    const report = await reportOf('orders', 'blocked-loop')
    expect(report.verdict).toBe('likely')
    expect(report.ranked[0]).toMatchObject({ mechanism: 'event-loop', source: 'orders' })
    expect(report.effect?.slowMs).toBeGreaterThan(report.effect?.usualMs ?? Infinity)
  })

  test('a wait that nobody sees is no reason to name anything', async () => {
    const report = await reportOf('unseen', 'control')
    // Whoever else works on this machine is a true cause.
    const planted = report.ranked.filter(({ mechanism }) => !OF_THE_MACHINE.has(mechanism))
    expect(planted).toEqual([])
    if (report.ranked.length > 0) return
    expect(report.summary).toMatch(/^no clear cause: latency was [\d.]+ m?s in slow windows/)
  })
})

const OF_THE_MACHINE: ReadonlySet<Mechanism> = new Set(['cpu-starvation', 'generator'])
