import { setTimeout as delay } from 'node:timers/promises'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { Freeze } from './plan.ts'
import { FREEZE_PATH } from './server/paths.ts'

/** When a server really stood still, ns of the monotonic clock. */
export interface FrozenTimes {
  readonly fromNs: number
  readonly toNs: number
}

/** A server to be frozen. */
export interface Freezable {
  readonly pid: number
  readonly url: string
}

/** From here on it waits without a pause: a timer is up to a millisecond or two late. */
const SPIN_MS = 3

/**
 * Freezes a server whole at its times. Resolves when the last is over, with the times at which it happened.
 * @param startNs time 0 of the freezes
 */
export async function freezeAll(
  server: Freezable,
  freezes: readonly Freeze[],
  { startNs, signal }: { readonly startNs: number; readonly signal: AbortSignal },
): Promise<readonly FrozenTimes[]> {
  const frozen: FrozenTimes[] = []
  for (const { startMs, durationMs } of freezes) {
    await until(startNs + startMs * 1e6, signal)
    const freeze = process.platform === 'win32' ? holdUp : stop
    frozen.push(await freeze(server, durationMs, signal))
  }
  return frozen
}

/** Every thread of it is stopped by the system; it can't tell, but by the clock. */
async function stop(
  { pid }: Freezable,
  durationMs: number,
  signal: AbortSignal,
): Promise<FrozenTimes> {
  process.kill(pid, 'SIGSTOP')
  const fromNs = monotonicNs()
  try {
    await until(fromNs + durationMs * 1e6, signal)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  return { fromNs, toNs: monotonicNs() }
}

/** Windows has no signal that stops a process: the one thread that answers is held up instead. */
async function holdUp(
  { url }: Freezable,
  durationMs: number,
  signal: AbortSignal,
): Promise<FrozenTimes> {
  const response = await fetch(`${url}${FREEZE_PATH}?ms=${durationMs}`, { signal })
  return (await response.json()) as FrozenTimes
}

async function until(atNs: number, signal: AbortSignal): Promise<void> {
  const leftMs = (atNs - monotonicNs()) / 1e6
  if (leftMs > SPIN_MS) await delay(leftMs - SPIN_MS, undefined, { signal })
  while (monotonicNs() < atNs) signal.throwIfAborted()
}
