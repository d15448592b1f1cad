import { createServer } from 'node:http'
import { between, planted } from './planted.ts'

/** Sessions in memory. Its trouble: a sale brings a crowd that comes and goes, until the heap is nearly full. */

interface Session {
  readonly id: number
  readonly basket: readonly { readonly item: number; readonly note: string }[]
}

function open(id: number): Session {
  const basket = Array.from({ length: 30 }, (_, item) => ({ item, note: `note ${item} of ${id}` }))
  return { id, basket }
}

const regulars = Array.from({ length: 3000 }, (_, id) => open(id))
const crowd = new Map<number, Session>()
const crowdSize = Number(process.env['CROWD'] ?? 0)

let asked = 0
createServer((_, response) => {
  const session = regulars[++asked % regulars.length]
  response.end(JSON.stringify(session?.basket[asked % 30]))
}).listen(Number(process.env['PORT']))

if (planted.kind === 'heap-limit') {
  planted.around(
    () => {
      for (let id = 0; id < crowdSize; id++) crowd.set(id, open(id))
    },
    () => {
      crowd.clear()
      globalThis.gc?.()
    },
  )
  let came = 0
  planted.every(25, () => {
    for (let count = between(80, 160); count > 0; count--) {
      const id = ++came % crowdSize
      crowd.set(id, open(id))
    }
  })
}
