import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Random } from '../../src/kernel/random.ts'

/** What makes a service slow, in stretches that a seed gives. */

/** When the trouble is there, from the start of the schedule. */
export interface Stretch {
  readonly atMs: number
  readonly durationMs: number
}

/** Troubles of a run. */
export interface TroublePlan {
  readonly stretches: readonly Stretch[]
  /** 0–1: how bad it is. */
  readonly strength: number
}

const FIRST_AFTER_MS = 3000
const SHORTEST_MS = 2000
const SHORTEST_PAUSE_MS = 3000

/** Stretches of 2 to 4 s with pauses of 3 to 6 s between, at no particular times. */
export function troublePlan(durationMs: number, random: Random): TroublePlan {
  const stretches: Stretch[] = []
  let atMs = FIRST_AFTER_MS + random.below(3000)
  while (atMs + SHORTEST_MS < durationMs - 1000) {
    const longest = durationMs - 1000 - atMs
    const length = Math.min(longest, SHORTEST_MS + random.below(2000))
    stretches.push({ atMs, durationMs: length })
    atMs += length + SHORTEST_PAUSE_MS + random.below(3000)
  }
  return { stretches, strength: random.float() }
}

/** Makes trouble for so long, so bad. */
export type MakeTrouble = (durationMs: number, strength: number) => Promise<void>

/** Tells a service that its own trouble is to begin. */
export const byControl =
  (url: string): MakeTrouble =>
  async (durationMs, strength) => {
    const response = await fetch(`${url}/?ms=${durationMs}&strength=${strength}`, {
      signal: AbortSignal.timeout(10_000),
    })
    await response.arrayBuffer()
  }

/** Others who work on a core, three to five of them, each in a session of its own: Linux shares a core among those. */
export const byNeighbours =
  (core: number, onProcesses: () => void): MakeTrouble =>
  async (durationMs, strength) => {
    const file = join(import.meta.dirname, 'services/neighbour.ts')
    const command = ['-c', String(core), process.execPath, file]
    const neighbours = Array.from({ length: 3 + Math.floor(strength * 2.99) }, () =>
      spawn('taskset', command, { stdio: ['pipe', 'ignore', 'ignore'], detached: true }),
    )
    onProcesses()
    await pause(durationMs)
    for (const neighbour of neighbours) neighbour.kill('SIGKILL')
  }

/** Another session that holds a lock, and lets go of it for a moment now and then. */
export const byLock =
  (databaseUrl: string, statement: string): MakeTrouble =>
  async (durationMs, strength) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const until = performance.now() + durationMs
    while (performance.now() < until) {
      await client.query('begin')
      await client.query(statement)
      await pause(Math.min(until - performance.now(), 400 + strength * 500))
      await client.query('rollback')
      await pause(60)
    }
    await client.end()
  }

/** Makes trouble at the times of a plan. Ends when all of it is over, or it is aborted. */
export async function makeTrouble(
  make: MakeTrouble,
  { stretches, strength }: TroublePlan,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now()
  for (const { atMs, durationMs } of stretches) {
    await pause(Math.max(0, startedMs + atMs - performance.now()), undefined, { signal })
    await make(durationMs, strength)
  }
}
