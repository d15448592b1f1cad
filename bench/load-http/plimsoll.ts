import { setTimeout } from 'node:timers/promises'
import { httpTransport } from '../../src/measure/load/transports/http/transport.ts'
import type { ExchangeEnd, LoadConnection } from '../../src/model/load.ts'
import { createHistogram } from '../../src/stats/index.ts'
import { type Measured, Spending, type Turn } from './measured.ts'

/** Latencies up to this one have their room from the start. */
const HIGHEST_NS = 1e10

/** The client alone: each connection is given its next exchange as soon as it is free, each latency is recorded. */
export async function driveByPlimsoll(turn: Turn): Promise<Measured> {
  await using client = await httpTransport.open(
    { url: turn.url, check: { status: 200 } },
    { timeoutMs: 10_000, pipelining: turn.pipelining, signal: new AbortController().signal },
  )
  const latencies = createHistogram({ highest: HIGHEST_NS })
  let failed = 0
  const onEnd: ExchangeEnd = (outcome) => {
    if (outcome.kind === 'ok') latencies.record(outcome.endedNs - outcome.sentNs)
    else failed += 1
  }
  const onFree = (connection: LoadConnection): void => {
    while (connection.free > 0) connection.exchange(undefined, onEnd)
  }
  const onTrouble = (code: string, example: string): void => {
    throw new Error(`${code}: ${example}`)
  }
  for (let i = 0; i < turn.connections; i++) client.connect({ onFree, onTrouble })
  await setTimeout(turn.warmUpSeconds * 1e3)
  latencies.clear()
  failed = 0
  const spending = new Spending()
  await setTimeout(turn.seconds * 1e3)
  const spent = spending.end()
  if (failed > 0) throw new Error(`${failed} exchanges failed`)
  return { ...spent, requests: latencies.count, p99Ms: latencies.quantile(0.99) / 1e6 }
}
