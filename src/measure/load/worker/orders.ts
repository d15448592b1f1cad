import { randomUUID } from 'node:crypto'
import type { ResolvedLane, ResolvedPlan } from '../engine/plan.ts'
import { shareOf } from '../schedule/share.ts'
import type { LaneOrder, LaneStreams, LoadOrder } from './protocol.ts'

/** What each worker of a plan is to do: one order a worker, from the first on. */
export function ordersOf(plan: ResolvedPlan): readonly LoadOrder[] {
  const { workers, maxInFlight, timeoutMs, lateBeyondMs, seed } = plan
  return Array.from({ length: workers }, (_, worker) => ({
    kind: 'order' as const,
    token: randomUUID(),
    lanes: plan.lanes.flatMap((lane, place) => laneOrder(lane, { place, worker })),
    maxInFlight: Math.max(1, shareOf(maxInFlight, { worker, workers })),
    timeoutMs,
    lateBeyondMs,
    seed,
  }))
}

interface Where {
  /** Of the lane in the plan. */
  readonly place: number
  readonly worker: number
}

/** Nothing for a worker that does not take part in the lane. */
function laneOrder(lane: ResolvedLane, { place, worker }: Where): readonly LaneOrder[] {
  const { workers, schedule, phases, work, connections, pipelining, target, mix } = lane
  if (worker >= workers) return []
  const share = { worker, workers }
  const order: LaneOrder = {
    lane: place,
    share,
    schedule,
    phases,
    work,
    connections: shareOf(connections, share),
    pipelining,
    target,
    mix,
    streams: streamsOf(lane, { place, worker }),
  }
  return [order]
}

/** Lanes of one mix number the same arrivals; what else is random is each lane's own, unless it names a stream. */
function streamsOf({ mix, stream }: ResolvedLane, { place, worker }: Where): LaneStreams {
  const own = stream ?? (place === 0 ? '' : String(place))
  const below = own === '' ? '' : `/${own}`
  return {
    schedule: mix === undefined || stream !== undefined ? `schedule${below}` : 'schedule',
    inputs: `worker/${worker}${below}`,
  }
}
