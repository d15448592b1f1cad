import { createServer } from 'node:http'
import { between, planted } from './planted.ts'

/** What others ask. Its trouble, which is not seen from outside: answers take longer. */

let asked = 0
createServer((_, response) => {
  const delayMs = planted.isActive() ? between(60, 250) : 2
  const spread = 0.7 + ((++asked * 7) % 10) * 0.06
  setTimeout(() => response.end(JSON.stringify({ left: 3 })), delayMs * spread)
}).listen(Number(process.env['PORT']))
