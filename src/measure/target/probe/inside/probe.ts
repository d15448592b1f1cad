import { nextLineNs, type ProbeLine } from '../protocol.ts'
import { CollectionReader } from './collections.ts'
import { CpuReader } from './cpu.ts'
import { EventLoopReader } from './event-loop.ts'
import { HandleReader } from './handles.ts'
import { HeapReader } from './heap.ts'
import { httpClientTally, undiciTally } from './operations/http.ts'
import { PostgresReader } from './operations/postgres.ts'
import { RedisReader } from './operations/redis.ts'
import type { Reader, Values } from './reader.ts'
import { Sender } from './sender.ts'

/** Soon, so that the listener knows of the process; what is seen until then is that it was started. */
const FIRST_AFTER_MS = 20

const NS_PER_MS = 1e6

/** Looks at this process from inside, and tells the listener once a second. */
export class Probe {
  readonly #key: string
  readonly #sender: Sender
  readonly #loop = new EventLoopReader()
  readonly #readers: readonly Reader[] = [
    this.#loop,
    new HeapReader(),
    new CollectionReader(),
    new HandleReader(),
    new CpuReader(),
    undiciTally(),
    httpClientTally(),
    new PostgresReader(),
    new RedisReader(),
  ]
  #fromNs = nowNs()
  /** Lines are told at this time, and whole seconds before and after it. */
  #gridNs = this.#fromNs
  #timer: NodeJS.Timeout | undefined
  #isFirst = true

  constructor(address: string, key: string) {
    this.#key = key
    this.#sender = new Sender(address, {
      // The listener's windows end at its own times: lines that end there belong to one window each.
      onWanted: (atNs) => (this.#gridNs = atNs),
      onGone: () => this.#stop(),
    })
    this.#wait(FIRST_AFTER_MS)
  }

  /** Not yet when it is due, but when the turn has come round: only then it knows how long that took. */
  #wait(ms: number): void {
    // Below 0 when it is due already: Node would warn on the service's own output.
    this.#timer = setTimeout(() => setImmediate(() => this.#tell()), Math.max(0, ms))
    this.#timer.unref()
  }

  /** What the probe can't do must not be what ends the service. */
  #tell(): void {
    try {
      const toNs = nowNs()
      // Of the first turn Node tells the time together with that before there were any.
      if (this.#isFirst) this.#loop.skip()
      this.#isFirst = false
      const line = this.#read(toNs)
      this.#fromNs = toNs
      this.#sender.send(`${JSON.stringify(line)}\n`)
      if (this.#timer !== undefined)
        this.#wait((nextLineNs(toNs, this.#gridNs) - nowNs()) / NS_PER_MS)
    } catch {
      this.#sender.stop()
    }
  }

  #read(toNs: number): ProbeLine {
    const values: Values = {}
    const elapsedMs = (toNs - this.#fromNs) / NS_PER_MS
    for (const reader of this.#readers) reader.read(values, elapsedMs)
    return { key: this.#key, pid: process.pid, fromNs: this.#fromNs, toNs, values }
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const reader of this.#readers) reader.stop()
  }
}

const nowNs = (): number => Number(process.hrtime.bigint())
