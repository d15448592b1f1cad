import type { Calibration } from '../../../model/run.ts'
import { wallNs } from './timers.ts'

/**
 * Two reference kernels, timed in every launch: how fast this machine was at that moment. Histories divide by them;
 * EVIDENCE: that cuts the spread of stored results 1.5–3.4 ×, which is good for histories and not enough to gate.
 */

/** Batches of each kernel; the median counts. */
const ROUNDS = 15

/** Steps of the arithmetic kernel in one batch. */
const ALU_STEPS = 100_000

/** Objects made by the allocation kernel in one batch. */
const ALLOCATIONS = 20_000

/** Times both kernels: about 10 ms in all. */
export function calibrate(): Calibration {
  aluKernel()
  allocKernel()
  return { aluNs: medianOf(aluKernel) / ALU_STEPS, allocNs: medianOf(allocKernel) / ALLOCATIONS }
}

let sink = 0

/** Xorshift32: integer arithmetic in registers, each step waiting for the one before. */
function aluKernel(): void {
  let bits = 0x9e3779b9
  for (let i = 0; i < ALU_STEPS; i++) {
    bits ^= bits << 13
    bits ^= bits >>> 17
    bits ^= bits << 5
  }
  sink ^= bits
}

/** Short-lived objects, a few of them reachable at a time, as request handling makes them. */
function allocKernel(): void {
  const ring = Array.from({ length: 64 }, () => ({ id: 0, pair: [0, 0] }))
  for (let i = 0; i < ALLOCATIONS; i++) ring[i & 63] = { id: i, pair: [i, i + 1] }
  sink ^= ring[0]?.id ?? 0
}

function medianOf(kernel: () => void): number {
  const rounds = new Float64Array(ROUNDS)
  for (let round = 0; round < ROUNDS; round++) {
    const begin = wallNs()
    kernel()
    rounds[round] = wallNs() - begin
  }
  return rounds.sort()[ROUNDS >> 1] ?? 0
}
