import { createConnection } from 'node:net'
import { createHistogram } from '../../src/stats/index.ts'

/** Asks a server 200 times a second over one connection, and tells what it waited: `prober.ts <url> <ms>`. */

const ASK_EVERY_MS = 5

/** What an idle client saw beside a load. */
export interface Probed {
  readonly p50Us: number
  readonly p99Us: number
}

const [address = '', durationMs] = process.argv.slice(2)
const { hostname, port } = new URL(address)
const waited = createHistogram()
const nowNs = (): number => Number(process.hrtime.bigint())
let askedNs = 0

const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
socket.on('data', () => {
  if (askedNs > 0) waited.record(nowNs() - askedNs)
  askedNs = 0
})
setInterval(() => {
  if (askedNs > 0) return
  askedNs = nowNs()
  socket.write('GET / HTTP/1.1\r\nhost: probe\r\n\r\n')
}, ASK_EVERY_MS)
setTimeout(() => {
  const at = (share: number): number => Math.round(waited.quantile(share) / 1e3)
  const probed: Probed = { p50Us: at(0.5), p99Us: at(0.99) }
  process.stdout.write(`${JSON.stringify(probed)}\n`, () => process.exit())
}, Number(durationMs))
