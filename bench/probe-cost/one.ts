/**
 * The service whose CPU is measured: answers with a small document, after whatever its work is.
 *
 *     node bench/probe-cost/one.ts WORK [ADDRESS]      writes its port; starts a probe for each message that names a listener
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Probe } from '../../src/measure/target/probe/inside/probe.ts'
import { isWork, type Work } from './work.ts'

type Task = () => Promise<unknown>

/** What a request waits for before it is answered. Drivers are loaded as services do: once, when they start. */
const TASKS: Readonly<Record<Work, (address: string) => Promise<Task>>> = {
  http: () => Promise.resolve(() => Promise.resolve()),
  undici: async (address) => {
    const { Pool } = await import('undici')
    const pool = new Pool(address, { connections: 32 })
    return async () => (await pool.request({ path: '/', method: 'GET' })).body.dump()
  },
  redis: async (address) => {
    const { Redis } = await import('ioredis')
    const redis = new Redis(address)
    let count = 0
    return () => redis.set(`key ${count++ % 100}`, 'value')
  },
}

/** Some 2 KB: what an answer is made of, again for each. */
const ITEMS = Array.from({ length: 30 }, (_, id) => ({ id, name: `item ${id}`, tags: ['a', 'b'] }))

const [, , work = '', address = ''] = process.argv
if (!isWork(work)) throw new Error(`no such work: ${work}`)
const task = await TASKS[work](address)

const server = createServer((_, response) => {
  void task().then(() => {
    const body = JSON.stringify({ items: ITEMS, at: Date.now() })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(body)
  })
})
// Most of its connections rest while few are enough.
server.keepAliveTimeout = 0
const probes: Probe[] = []
process.on('message', (listener) => {
  const [address = '', key = ''] = String(listener).split('#')
  probes.push(new Probe(address, key))
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${port}\n`)
})
