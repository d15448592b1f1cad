import type { WebSocket } from 'ws'
import type { LoadClientOptions } from '../../../../model/load.ts'
import { NS_PER_MS } from '../../../../kernel/units.ts'
import { Deadlines } from '../exchanging/deadlines.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { Outcomes } from '../exchanging/outcomes.ts'
import { refuseProblems } from '../exchanging/refuse.ts'
import { FanOut } from '../observing/fan-out.ts'
import type { SharedSession } from '../numbered/client.ts'
import type { NumberedExchange } from '../numbered/exchange.ts'
import type { SharedExchanging } from '../numbered/pending.ts'
import type { OpenSocket } from './load-ws.ts'
import { type MakeMessage, messageMaker } from './messages.ts'
import { observedBy, type WsObserved } from './observed.ts'
import type { NumberPlace } from '../../../../model/exchanges/ws.ts'
import type { FilledWsPlan } from './input.ts'
import { socketOptions, wsProblems } from './settings.ts'

/** One connection of a session. */
export interface SessionSocket {
  close(): void
}

/** What the connections of one client share. */
export class WsSession implements SharedSession, SharedExchanging {
  readonly plan: FilledWsPlan
  readonly timeoutMs: number
  readonly inFlight: number
  /** Where what is sent carries its number. */
  readonly place: NumberPlace | undefined
  /** Absent where nothing is sent. */
  readonly makeMessage: MakeMessage | undefined
  readonly outcomes: Outcomes = new Outcomes()
  readonly deadlines: Deadlines<NumberedExchange>
  readonly observed: WsObserved
  readonly fanOut: FanOut
  readonly sockets: Set<SessionSocket> = new Set()
  /** Farewells under way. */
  readonly closing: Set<Promise<void>> = new Set()
  /** Connections that are open and read without pauses: so many copies of a message are expected. */
  readers = 0
  /** Number of the next exchange: no two connections of a client use the same. */
  nextSequence = 0
  /** Of the next connection. */
  nextIndex = 0
  readonly #open: () => WebSocket

  /** @throws PlimsollError when the plan makes no sense */
  constructor(plan: FilledWsPlan, { timeoutMs, pipelining }: LoadClientOptions, open: OpenSocket) {
    refuseProblems('WebSocket', wsProblems(plan))
    this.plan = plan
    this.timeoutMs = timeoutMs
    this.inFlight = Math.max(1, pipelining)
    this.place = placeOf(plan)
    const { exchange } = plan
    if (exchange.kind !== 'receive') this.makeMessage = messageMaker(exchange.message, this.place)
    const options = socketOptions(plan)
    this.#open = () => open(plan.url, [...(plan.subprotocols ?? [])], options)
    this.deadlines = new Deadlines(timeoutMs, (late) => late.owner.timedOut(late))
    this.observed = observedBy(plan, () => this.#settle())
    this.fanOut = new FanOut((skewNs) => this.observed.value('fanOutSkew', skewNs))
  }

  /** Begins to connect. */
  openSocket(): WebSocket {
    return this.#open()
  }

  /** A farewell that disposing waits for. */
  expectEnd(farewell: Promise<void>): void {
    this.closing.add(farewell)
    void farewell.then(() => this.closing.delete(farewell))
  }

  /** Ends all connections at once, as far as its owners can tell; sockets say farewell. */
  closeAll(): void {
    for (const socket of this.sockets) socket.close()
    this.deadlines[Symbol.dispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closeAll()
    this.fanOut.endBefore(Number.POSITIVE_INFINITY)
    await Promise.all(this.closing)
  }

  /** Copies that have not come within the time-out are not waited for. */
  #settle(): void {
    this.fanOut.endBefore(monotonicNs() - this.timeoutMs * NS_PER_MS)
  }
}

function placeOf({ exchange }: FilledWsPlan): NumberPlace | undefined {
  if (exchange.kind === 'send') return exchange.sequence
  return exchange.kind === 'reply' && exchange.match !== 'next' ? exchange.match : undefined
}
