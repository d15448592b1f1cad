import type { WebSocket } from 'ws'
import type { LiveFeed } from '../../model/ports.ts'
import type { LiveMessage } from '../../model/page.ts'
import { type PingTimes, Viewer } from './viewer.ts'

/** How long whoever is told goodbye has to say it too. */
const GOODBYE_MS = 1_000

/**
 * Everybody who watches. Each message becomes text once, whoever many get it:
 *
 *   feed ──update──▶ text ──▶ viewer, viewer, viewer …
 *     └──state (for who is new, or was too slow)──▶ text, kept until the next update
 */
export class Viewers {
  readonly #feed: LiveFeed
  readonly #times: PingTimes | undefined
  readonly #all = new Set<Viewer>()
  #unsubscribe: (() => void) | undefined
  #state: Buffer | undefined

  constructor(feed: LiveFeed, times?: PingTimes) {
    this.#feed = feed
    this.#times = times
  }

  get count(): number {
    return this.#all.size
  }

  /** Tells it the state, and from then on what happens. */
  add(socket: WebSocket): void {
    const viewer = new Viewer(socket, {
      state: () => this.#stateText(),
      ...(this.#times === undefined ? {} : { times: this.#times }),
    })
    // Before the state is told: nothing that happens in between is to be missed.
    this.#unsubscribe ??= this.#feed.subscribe((update) => this.#tell(update))
    this.#all.add(viewer)
    socket.once('close', () => this.#left(viewer))
    viewer.begin()
  }

  /** Says goodbye to all. */
  async close(): Promise<void> {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    await Promise.all([...this.#all].map((viewer) => viewer.close(GOODBYE_MS)))
  }

  #left(viewer: Viewer): void {
    this.#all.delete(viewer)
    if (this.#all.size > 0) return
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#state = undefined
  }

  #tell(update: LiveMessage): void {
    this.#state = undefined
    const text = textOf(update)
    for (const viewer of this.#all) viewer.tell(text)
  }

  #stateText(): Buffer {
    this.#state ??= textOf({ kind: 'state', state: this.#feed.state() })
    return this.#state
  }
}

const textOf = (message: LiveMessage): Buffer => Buffer.from(JSON.stringify(message))
