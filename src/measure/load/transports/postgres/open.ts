import { Socket } from 'node:net'
import type { Client, ClientConfig } from 'pg'
import type { Session } from '../session/driver.ts'

/** The constructor of the package, which is loaded only when it is needed. */
export type ClientConstructor = typeof Client

/** How a connection is opened. */
export interface PostgresOpening {
  readonly Client: ClientConstructor
  readonly url: URL
  readonly timeoutMs: number
  /** `undefined`: as the URL says. */
  readonly tls: { readonly rejectUnauthorized: boolean; readonly ca?: string } | undefined
  readonly signal: AbortSignal
}

/** A connection to PostgreSQL that carries one statement at a time. */
export interface PostgresSession extends Session {
  readonly client: Client
}

/**
 * Opens a connection.
 * @param onLost told once, when it breaks after it was opened
 * @throws what the server or the system said
 */
export async function openPostgres(
  opening: PostgresOpening,
  onLost: (thrown: unknown) => void,
): Promise<PostgresSession> {
  const { Client, signal } = opening
  // A socket of our own: its bytes can be counted, and it can be ended at once.
  const socket = new Socket()
  const client = new Client(configOf(opening, socket))
  let isOpen = false
  // Without a listener a database that restarts would end the process.
  client.on('error', (error: unknown) => {
    if (isOpen) onLost(error)
    isOpen = false
  })
  const destroy = (): void => {
    isOpen = false
    socket.destroy()
  }
  signal.addEventListener('abort', destroy, { once: true })
  try {
    signal.throwIfAborted()
    await client.connect()
  } catch (thrown) {
    destroy()
    throw thrown
  } finally {
    signal.removeEventListener('abort', destroy)
  }
  isOpen = true
  return {
    client,
    bytesOut: () => socket.bytesWritten,
    bytesIn: () => socket.bytesRead,
    destroy,
  }
}

function configOf({ url, timeoutMs, tls }: PostgresOpening, socket: Socket): ClientConfig {
  return {
    connectionString: url.href,
    stream: () => socket,
    connectionTimeoutMillis: timeoutMs,
    // Without it a query on a connection that has gone silent waits for ever.
    query_timeout: timeoutMs,
    fallback_application_name: 'plimsoll',
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
  }
}
