import autocannon from 'autocannon'
import { type Measured, Spending, type Turn } from './measured.ts'

/** autocannon 9 as a library, in this thread, with what it does by default. */
export async function driveByAutocannon(turn: Turn): Promise<Measured> {
  const { url, connections, pipelining } = turn
  await autocannon({ url, connections, pipelining, duration: turn.warmUpSeconds })
  const spending = new Spending()
  const result = await autocannon({ url, connections, pipelining, duration: turn.seconds })
  const spent = spending.end()
  const failed = result.errors + result.timeouts + result.non2xx
  if (failed > 0) throw new Error(`${failed} requests failed`)
  return { ...spent, requests: result['2xx'], p99Ms: result.latency.p99 }
}
