/**
 * Viewers of a live view in a process of their own: `node one.ts <url> <viewers>`. A line on its standard input lets them
 * all come, or all go; it says how many there are once each has been told the state. They read what they are sent, as
 * browsers do, and do nothing with it: those of real viewers are other machines.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const [base = '', wanted = '50'] = process.argv.slice(2)

let viewers: WebSocket[] = []
let bytes = 0

async function come(): Promise<void> {
  const address = new URL('api/v1/live', base)
  viewers = Array.from({ length: Number(wanted) }, () => {
    const viewer = new WebSocket(address.href.replace('http', 'ws'), {
      origin: new URL(base).origin,
      perMessageDeflate: false,
    })
    viewer.on('message', (data: Buffer) => {
      bytes += data.length
    })
    return viewer
  })
  await Promise.all(viewers.map((viewer) => once(viewer, 'message')))
}

async function go(): Promise<void> {
  await Promise.all(
    viewers.map((viewer) => {
      viewer.close()
      return once(viewer, 'close')
    }),
  )
  viewers = []
}

for await (const _ of createInterface({ input: process.stdin })) {
  if (viewers.length === 0) await come()
  else await go()
  process.stdout.write(`${viewers.length} ${bytes}\n`)
}
