/** The clocks that samples are taken with, and what they are good for. */

/** Wall time in ns since the process started. About 50–70 ns a call, in steps of about 10 ns. */
export const wallNs = (): number => performance.now() * 1e6

/**
 * CPU time of this thread in ns, user and system. On some kernels `threadCpuUsage` alone moves in steps of 4 ms;
 * calling `cpuUsage` just before makes it exact (about 1–2 µs for both).
 */
export function threadCpuNs(): number {
  process.cpuUsage()
  const usage = process.threadCpuUsage()
  return (usage.user + usage.system) * 1e3
}

/** What a clock's self-test found. */
export interface ClockFitness {
  /** Smallest step seen, in ns. */
  readonly stepNs: number
  /** Mean cost of a call, in ns, with that of the wall clock that limits the test. */
  readonly costNs: number
}

/** Coarsest steps that samples of a millisecond can bear: 10 µs is 1 %. */
export const COARSE_STEP_NS = 10_000

/** Reads a clock until it has moved `steps` times, or 20 ms have gone, and reports its smallest step and its cost. */
export function testClock(read: () => number, steps = 32): ClockFitness {
  const deadline = wallNs() + 20e6
  const begin = wallNs()
  let calls = 0
  let moved = 0
  let stepNs = Number.POSITIVE_INFINITY
  let before = read()
  while (moved < steps && wallNs() < deadline) {
    const now = read()
    calls++
    if (now > before) {
      stepNs = Math.min(stepNs, now - before)
      moved++
    }
    before = now
  }
  return { stepNs, costNs: Math.max(0, (wallNs() - begin) / Math.max(1, calls)) }
}

/** The median of what timing nothing costs, in ns: subtracted from single-iteration timings of fast scenarios. */
export function timingCostNs(rounds = 1001): number {
  const costs = new Float64Array(rounds)
  for (let i = 0; i < rounds; i++) {
    const begin = wallNs()
    costs[i] = wallNs() - begin
  }
  return costs.sort()[rounds >> 1] ?? 0
}
