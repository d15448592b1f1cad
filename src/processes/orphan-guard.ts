import { Worker } from 'node:worker_threads'

/** How often the guard looks whether the parent is still there. */
const LOOK_EVERY_MS = 1000

/**
 * Ends this process when its parent is gone, even while user code spins in a synchronous loop and no event is handled:
 * a thread that sleeps (it costs no CPU) and compares the parent's process id.
 */
export function guardAgainstOrphaning(): void {
  // Read here, not in the thread: by the time that it runs the parent may be gone already.
  const guard = new Worker(
    `const parent = ${process.ppid}
     const pause = new Int32Array(new SharedArrayBuffer(4))
     for (;;) {
       Atomics.wait(pause, 0, 0, ${LOOK_EVERY_MS})
       if (process.ppid !== parent) process.kill(${ownGroup()}, 'SIGKILL')
     }`,
    { eval: true, execArgv: [], stdin: false, resourceLimits: { maxOldGenerationSizeMb: 8 } },
  )
  guard.unref()
}

/** Ends this process and all that it started, except what leads a process group of its own. */
export function endOwnGroup(): void {
  process.kill(ownGroup(), 'SIGKILL')
}

/** A child leads a process group of its own, so that what it started goes with it. Windows has no groups. */
const ownGroup = (): number => (process.platform === 'win32' ? process.pid : -process.pid)
