import { Agent, createServer, get, type ServerResponse } from 'node:http'

/** Asks another service twice for each request, by Node's own client. Its trouble is that service. */

const agent = new Agent({ keepAlive: true, maxSockets: 100 })

function ask(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${process.env['STOCK_URL']}${path}`, { agent }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })
}

async function answer(response: ServerResponse): Promise<void> {
  try {
    const there = await ask('/there')
    response.end(`${there} ${await ask('/back')}`)
  } catch (error) {
    response.statusCode = 502
    response.end(String(error))
  }
}

createServer((_, response) => void answer(response)).listen(Number(process.env['PORT']))
