import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { SourceReading } from '../../../../model/window.ts'
import { LINE_EVERY_NS, socketPathOf } from '../protocol.ts'
import { type ListenerAddress, newAddress } from './address.ts'
import { overProcesses } from './combine.ts'
import { readLines } from './lines.ts'
import { ProbedProcess } from './probed-process.ts'
import { readLine } from './read-line.ts'
import { probeVariables } from './variables.ts'

/** Hears the probes of services. */
export interface ProbeListener extends AsyncDisposable {
  /**
   * The variables that put the probe into whatever Node process an instance is made of. Only for commands that run Node:
   * others have no use for them, and what they start in turn would have the probe too.
   * @param instance as its readings are to be called: `bot`, `bot 2`
   * @param nodeOptions `NODE_OPTIONS` that it would have otherwise; default this process's
   */
  env(instance: string, nodeOptions?: string): Readonly<Record<string, string>>
  /**
   * What the instances told of a stretch of time, one reading each, its processes taken together; those of which nothing is
   * known are left out. To be asked as a window closes, in their order: a minute is kept. Times are of the monotonic clock
   * (`process.hrtime`), in ns, which on Linux all processes of a host share.
   */
  readings(fromNs: number, toNs: number): readonly SourceReading[]
}

/** More processes than these are not heard. */
const MOST_PROCESSES = 256

/** Windows shorter than this come more often than lines. */
const SHORTEST_ALIGNED_NS = 0.9 * LINE_EVERY_NS

/** Opens a listener; nothing of it is left when it is disposed of, or this process ends. */
export async function probeListener(): Promise<ProbeListener> {
  const place = await newAddress()
  const listener = new Listener(place)
  try {
    await listener.open()
    return listener
  } catch (thrown) {
    await place.remove()
    throw thrown
  }
}

class Listener implements ProbeListener {
  readonly #place: ListenerAddress
  readonly #server: Server = createServer((socket) => this.#receive(socket))
  readonly #sockets = new Set<Socket>()
  /** Name of an instance by its key. */
  readonly #instances = new Map<string, string>()
  readonly #processes = new Map<ProbedProcess, string>()

  constructor(place: ListenerAddress) {
    this.#place = place
    this.#server.maxConnections = MOST_PROCESSES
    // The one who listens may end: services don't depend on being heard.
    this.#server.unref()
  }

  async open(): Promise<void> {
    this.#server.listen(socketPathOf(this.#place.address))
    await once(this.#server, 'listening')
  }

  env(instance: string, nodeOptions?: string): Readonly<Record<string, string>> {
    const key = randomBytes(16).toString('hex')
    this.#instances.set(key, instance)
    const listener = `${this.#place.address}#${key}`
    return probeVariables(listener, nodeOptions ?? process.env['NODE_OPTIONS'])
  }

  readings(fromNs: number, toNs: number): readonly SourceReading[] {
    if (toNs - fromNs >= SHORTEST_ALIGNED_NS) {
      for (const one of this.#processes.keys()) one.align(toNs)
    }
    this.#forget(fromNs)
    return [...new Set(this.#instances.values())].flatMap((source): readonly SourceReading[] => {
      const seen = [...this.#processes]
        .filter(([, instance]) => instance === source)
        .map(([one]) => one.during({ fromNs, toNs }))
        .filter((values) => values !== undefined)
      return seen.length === 0 ? [] : [{ source, kind: 'node', values: overProcesses(seen) }]
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
    await this.#place.remove()
  }

  #receive(socket: Socket): void {
    socket.unref()
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    const probed = new ProbedProcess(socket)
    readLines(socket, (text) => this.#hear(probed, text, socket))
  }

  /** Who does not know the key of an instance is not heard. */
  #hear(probed: ProbedProcess, text: string, socket: Socket): void {
    const line = readLine(text)
    if (line === undefined) return
    const instance = this.#instances.get(line.key)
    if (instance === undefined) {
      socket.destroy()
      return
    }
    this.#processes.set(probed, instance)
    probed.add(line)
  }

  /** Those that have ended before, and of which nothing can be asked any more. */
  #forget(beforeNs: number): void {
    for (const one of this.#processes.keys()) {
      if (!one.isConnected && one.heardNs < beforeNs) this.#processes.delete(one)
    }
  }
}
