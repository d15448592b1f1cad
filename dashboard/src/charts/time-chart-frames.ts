/** All charts are drawn in one callback a frame, however often they are asked to. */

const waiting = new Set<() => void>()
let asked = false

/** Calls it once, before the next frame is painted. */
export function beforeNextFrame(job: () => void): void {
  waiting.add(job)
  if (asked) return
  asked = true
  requestAnimationFrame(run)
}

/** What is not drawn yet need not be drawn any more. */
export function forget(job: () => void): void {
  waiting.delete(job)
}

function run(): void {
  asked = false
  const jobs = [...waiting]
  waiting.clear()
  for (const job of jobs) job()
}
