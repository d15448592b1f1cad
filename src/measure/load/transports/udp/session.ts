import type { LoadClientOptions } from '../../../../model/load.ts'
import { Deadlines } from '../exchanging/deadlines.ts'
import { Outcomes } from '../exchanging/outcomes.ts'
import { Observed } from '../observing/observed.ts'
import type { SharedSession } from '../numbered/client.ts'
import type { SharedExchanging } from '../numbered/pending.ts'
import { Buffers } from './buffers.ts'
import { Datagrams } from './datagrams.ts'
import type { NumberedExchange } from '../numbered/exchange.ts'
import type { FilledUdpPlan } from './input.ts'
import { receiveDrops } from './receive-drops.ts'
import { type UdpSettings, udpSettings } from './settings.ts'

/**
 * What is counted of answers. `late`: came after the time-out, its exchange was counted as `lost` before. `unexpected`:
 * carries no number of a datagram that was sent. `droppedHere`: reached this machine, and found the socket's buffer full.
 */
const COUNTERS = ['lost', 'late', 'duplicates', 'reordered', 'unexpected'] as const
const COUNTERS_WITH_DROPS: readonly Counter[] = [...COUNTERS, 'droppedHere']

type Counter = (typeof COUNTERS)[number] | 'droppedHere'

/** One socket of a session. */
export interface SessionSocket {
  close(): void
  countDrops(drops: ReadonlyMap<number, number>): void
}

/** What the sockets of one client share. */
export class UdpSession implements SharedSession, SharedExchanging {
  readonly plan: FilledUdpPlan
  readonly settings: UdpSettings
  readonly timeoutMs: number
  readonly datagrams: Datagrams
  readonly buffers: Buffers = new Buffers()
  readonly outcomes: Outcomes = new Outcomes()
  readonly deadlines: Deadlines<NumberedExchange>
  readonly observed: Observed<Counter>
  readonly sockets: Set<SessionSocket> = new Set()

  /** @throws PlimsollError when the plan makes no sense */
  constructor(plan: FilledUdpPlan, { timeoutMs }: LoadClientOptions) {
    this.plan = plan
    this.settings = udpSettings(plan)
    this.timeoutMs = timeoutMs
    this.datagrams = new Datagrams(plan)
    this.deadlines = new Deadlines(timeoutMs, (late) => late.owner.timedOut(late))
    this.observed = new Observed({ counters: countersOf(this.settings), trendsNs: [] }, () =>
      this.#countDrops(),
    )
  }

  closeAll(): void {
    this.observed.settle()
    for (const socket of this.sockets) socket.close()
    this.deadlines[Symbol.dispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closeAll()
  }

  #countDrops(): void {
    if (!this.settings.isEcho || this.sockets.size === 0) return
    const drops = receiveDrops()
    if (drops === undefined) return
    for (const socket of this.sockets) socket.countDrops(drops)
  }
}

/** Whoever waits for no answer sees none of this. */
function countersOf({ isEcho }: UdpSettings): readonly Counter[] {
  if (!isEcho) return []
  return receiveDrops() === undefined ? COUNTERS : COUNTERS_WITH_DROPS
}
