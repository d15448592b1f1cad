import type { ClientOptions, WebSocket } from 'ws'
import { loadPackage } from '../exchanging/package.ts'

/** Makes one socket, which begins to connect. */
export type OpenSocket = (url: string, subprotocols: string[], options: ClientOptions) => WebSocket

/** Loads the optional package `ws`. @throws PlimsollError PACKAGE_MISSING */
export async function loadWs(): Promise<OpenSocket> {
  const { WebSocket } = await loadPackage({ name: 'ws', neededFor: 'ws://' }, () => import('ws'))
  return (...args) => new WebSocket(...args)
}
