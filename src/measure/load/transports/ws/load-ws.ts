import type { ClientOptions, WebSocket } from 'ws'
import { loadPackage, requirePackage } from '../exchanging/package.ts'

/** Makes one socket, which begins to connect. */
export type OpenSocket = (url: string, subprotocols: string[], options: ClientOptions) => WebSocket

const WS = { name: 'ws', neededFor: 'ws://' }

/** @throws PlimsollError PACKAGE_MISSING */
export const requireWs = (): void => requirePackage(WS)

/** Loads the optional package `ws`. @throws PlimsollError PACKAGE_MISSING */
export async function loadWs(): Promise<OpenSocket> {
  const { WebSocket } = await loadPackage(WS, () => import('ws'))
  return (...args) => new WebSocket(...args)
}
