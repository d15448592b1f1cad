import type { LoadClientOptions, LoadTransport } from '../../../../model/load.ts'
import type { Address } from './address.ts'
import { expectationsOf } from './check/expectations.ts'
import { StatusVerdicts } from './check/status.ts'
import { HttpClient, type MakeConnection } from './client.ts'
import { loadPackage, requirePackage } from '../exchanging/package.ts'
import { Dialer } from './dialer.ts'
import { Http1Connection } from './http1-connection.ts'
import { type FilledHttpPlan, httpWithInput } from './input.ts'
import { addressOf, httpProblems } from './plan-problems.ts'
import { RequestMaker } from './request.ts'
import type { ConnectionSetup } from './setup.ts'
import { Sweep } from './sweep.ts'

/** The transport, whose clients also count what they did. */
export interface HttpTransport extends LoadTransport<FilledHttpPlan> {
  /** @throws PlimsollError when the plan makes no sense, or undici is missing for HTTP/2 (exit 2) */
  open(plan: FilledHttpPlan, common: LoadClientOptions): Promise<HttpClient>
}

/** HTTP/1.1 over sockets of our own; HTTP/2 by undici. */
export const httpTransport: HttpTransport = {
  kind: 'http',
  check: (plan) => {
    if (plan.http2 === true) requirePackage(UNDICI)
    return httpProblems(plan)
  },
  withInput: httpWithInput,
  open: async (plan, common) => {
    const address = addressOf(plan)
    const load = plan.http2 === true ? await http2Loader(address) : http1Maker
    const setup = setUp(plan, address, common)
    return new HttpClient(setup, load(setup), common)
  },
}

const UNDICI = { name: 'undici', neededFor: 'HTTP/2' }

/** Makes connections of one version of HTTP. */
type Maker = (setup: ConnectionSetup) => MakeConnection

const http1Maker: Maker = (setup) => (events) => new Http1Connection(setup, events)

/** HTTP/2 is loaded when it is asked for: undici need not be installed otherwise. */
async function http2Loader({ origin }: Address): Promise<Maker> {
  const undici = await loadPackage(UNDICI, () => import('undici'))
  const { Http2Connection } = await import('./http2-connection.ts')
  return (setup) => (events) => new Http2Connection({ ...setup, undici, origin }, events)
}

function setUp(plan: FilledHttpPlan, address: Address, common: LoadClientOptions): ConnectionSetup {
  const protocol = plan.http2 === true ? 'h2' : 'http/1.1'
  return {
    dialer: new Dialer(address, { insecure: plan.insecure === true, ca: plan.ca, protocol }),
    requests: new RequestMaker(plan, address),
    statuses: new StatusVerdicts(plan.check?.status),
    expectations: expectationsOf(plan.check ?? {}),
    sweep: new Sweep(common.timeoutMs),
    pipelining: Math.max(1, Math.floor(common.pipelining)),
    counts: { connections: 0, exchanges: 0, reused: 0 },
  }
}
