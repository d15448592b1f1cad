import { pbkdf2Sync } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { between, planted } from './planted.ts'

/** Orders in memory, over HTTP. Its trouble: passwords that are hashed on the event loop. */

const orders = new Map(
  Array.from({ length: 500 }, (_, id) => [id, { id, lines: [id, id * 7], paid: id % 3 === 0 }]),
)

let asked = 0
async function answer(response: ServerResponse): Promise<void> {
  const order = orders.get(++asked % orders.size)
  await pause(2 + (asked % 3))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(order))
}

createServer((_, response) => void answer(response)).listen(Number(process.env['PORT']))

if (planted.kind === 'blocked-loop') {
  planted.every(450, () => {
    const until = performance.now() + between(120, 300)
    while (performance.now() < until) pbkdf2Sync('secret', 'salt', 2000, 32, 'sha256')
  })
}
