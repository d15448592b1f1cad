import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

/** Some milliseconds of CPU for each request. Its trouble comes from outside: others on its core. */

const picture = Buffer.alloc(8_000_000, 7)

createServer((_, response) => {
  response.end(createHash('sha256').update(picture).digest('hex'))
}).listen(Number(process.env['PORT']))
