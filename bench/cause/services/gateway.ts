import { createServer, type ServerResponse } from 'node:http'
import { Pool } from 'undici'

/** Answers with what another service says, which it asks by undici. Its trouble is that service. */

const stock = new Pool(process.env['STOCK_URL'] ?? '', { connections: 50 })

let asked = 0
async function answer(response: ServerResponse): Promise<void> {
  try {
    const { body } = await stock.request({ path: `/stock/${++asked % 50}`, method: 'GET' })
    const { left } = (await body.json()) as { left: number }
    response.end(JSON.stringify({ item: asked, available: left > 0 }))
  } catch (error) {
    response.statusCode = 502
    response.end(String(error))
  }
}

createServer((_, response) => void answer(response)).listen(Number(process.env['PORT']))
