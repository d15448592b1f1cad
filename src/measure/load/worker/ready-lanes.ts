import { NotConnected, type ReadyOptions, type ReadyWork, readyWork } from './load-work.ts'
import type { LaneOrder, WorkerStep } from './protocol.ts'

/** A lane that may start. */
export interface ReadyLane {
  readonly order: LaneOrder
  readonly work: ReadyWork
}

/** Something failed of which it is known whose it was. */
export class LaneFailure extends Error {
  /** The lane's place in the plan. */
  readonly lane: number
  readonly step: WorkerStep

  constructor({ lane }: LaneOrder, step: WorkerStep, cause: unknown) {
    super(`lane ${lane} failed`, { cause })
    this.lane = lane
    this.step = step
  }
}

/**
 * Gets all lanes ready side by side; when one can't be, those that are ready are torn down again.
 * @throws LaneFailure of the first, whatever it threw as its cause
 */
export async function readyLanes(
  orders: readonly LaneOrder[],
  options: ReadyOptions,
): Promise<readonly ReadyLane[]> {
  const ends = await Promise.allSettled(
    orders.map(async (order): Promise<ReadyLane> => {
      let step: WorkerStep = 'load'
      const onLoaded = (): void => {
        step = 'setup'
        options.onLoaded()
      }
      try {
        return { order, work: await readyWork(order, { ...options, onLoaded }) }
      } catch (thrown) {
        throw new LaneFailure(order, thrown instanceof NotConnected ? 'connect' : step, thrown)
      }
    }),
  )
  const ready = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed === undefined) return ready
  // The first failure is the one to report.
  await tearDown(ready).catch(() => undefined)
  throw failed.reason
}

/** Tears down all of them, whichever fail. @throws LaneFailure of the first that failed */
export async function tearDown(lanes: readonly ReadyLane[]): Promise<void> {
  const ends = await Promise.allSettled(
    lanes.map(async ({ order, work }) => {
      try {
        await work.work[Symbol.asyncDispose]()
      } catch (thrown) {
        throw new LaneFailure(order, 'teardown', thrown)
      }
    }),
  )
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
