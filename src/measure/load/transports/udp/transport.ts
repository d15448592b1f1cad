import type { LoadTransport } from '../../../../model/load.ts'
import { SharedClient } from '../numbered/client.ts'
import { UdpConnection } from './connection.ts'
import { type FilledUdpPlan, udpWithInput } from './input.ts'
import { UdpSession } from './session.ts'
import { udpProblems } from './settings.ts'

/** Datagrams over UDP: one way, or with their echoes. */
export const udpTransport: LoadTransport<FilledUdpPlan> = {
  kind: 'udp',
  check: udpProblems,
  withInput: udpWithInput,
  open: async (plan, options) => {
    const session = new UdpSession(plan, options)
    return new SharedClient(session, (events) => new UdpConnection(session, events), options)
  },
}
