import type { LoadTransport } from '../../../../model/load.ts'
import { SharedClient } from '../numbered/client.ts'
import { WsConnection } from './connection.ts'
import { loadWs, requireWs } from './load-ws.ts'
import { type FilledWsPlan, wsWithInput } from './input.ts'
import { WsSession } from './session.ts'
import { wsProblems } from './settings.ts'

/** Messages over WebSockets: answered, sent, and pushed by the server. Needs the optional package `ws`. */
export const wsTransport: LoadTransport<FilledWsPlan> = {
  kind: 'ws',
  check: (plan) => {
    requireWs()
    return wsProblems(plan)
  },
  withInput: wsWithInput,
  open: async (plan, options) => {
    const session = new WsSession(plan, options, await loadWs())
    return new SharedClient(session, (events) => new WsConnection(session, events), options)
  },
}
