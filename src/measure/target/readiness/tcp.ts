import { once } from 'node:events'
import { connect } from 'node:net'
import { LOCAL_HOST } from '../ports.ts'

/** Whether a port accepts a connection. */
export async function acceptsConnections(port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ port, host: LOCAL_HOST })
  try {
    await once(socket, 'connect', { signal })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
