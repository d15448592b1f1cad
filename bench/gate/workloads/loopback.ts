import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

/** Starts the loopback service, and speaks with it. */

/** A running service. */
export interface Service extends AsyncDisposable {
  readonly http: number
  readonly tcp: number
}

const START_TIMEOUT_MS = 20_000

export async function startService(): Promise<Service> {
  const main = fileURLToPath(new URL('./server.ts', import.meta.url))
  const child = fork(main, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const signal = AbortSignal.timeout(START_TIMEOUT_MS)
  const [ports] = (await once(child, 'message', { signal })) as [{ http: number; tcp: number }]
  return { ...ports, [Symbol.asyncDispose]: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** One connection that is kept. */
export const keptConnections = (count: number): Agent =>
  new Agent({ keepAlive: true, maxSockets: count })

/** Bytes of the answer. */
export function fetchBytes(port: number, path: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('end', () => resolve(bytes))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

/** A connection that asks one thing at a time. */
export class EchoConnection {
  readonly #socket: Socket
  #waiting: { resolve: (bytes: number) => void; reject: (reason: Error) => void } | undefined
  #missing = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#hear(chunk.length))
    socket.on('error', (reason) => this.#waiting?.reject(reason))
    socket.on('close', () => this.#waiting?.reject(new Error('the service hung up')))
  }

  static async open(port: number): Promise<EchoConnection> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    await once(socket, 'connect')
    return new EchoConnection(socket)
  }

  /** Resolves when all of it has come back. */
  ask(message: Uint8Array): Promise<number> {
    this.#missing = message.length
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(message)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #hear(bytes: number): void {
    this.#missing -= bytes
    if (this.#missing === 0) this.#waiting?.resolve(bytes)
  }
}
