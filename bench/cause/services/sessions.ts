import { createServer } from 'node:http'
import { between, planted } from './planted.ts'

/** Sessions in memory. Its trouble: a shop's sale fills them faster than they end, until the heap is nearly full. */

interface Session {
  readonly id: number
  readonly basket: readonly { readonly item: number; readonly note: string }[]
}

let sessions = new Map<number, Session>()
let asked = 0

const REGULARS = 3000

function open(id: number): Session {
  const basket = Array.from({ length: 30 }, (_, item) => ({ item, note: `note ${item} of ${id}` }))
  const session = { id, basket }
  sessions.set(id % REGULARS, session)
  return session
}

function fill(): void {
  for (let id = 0; id < REGULARS; id++) open(id)
}

fill()
createServer((_, response) => {
  const session = sessions.get(++asked % REGULARS)
  response.end(JSON.stringify(session?.basket[asked % 30]))
}).listen(Number(process.env['PORT']))

if (planted.kind === 'heap-limit') {
  const crowd = Number(process.env['CROWD'] ?? 0)
  planted.around(
    () => {
      for (let id = 0; id < crowd; id++) sessions.set(1e6 + id, { ...open(id), id })
    },
    () => {
      sessions = new Map()
      fill()
      globalThis.gc?.()
    },
  )
  // Churn: sessions are replaced all the time.
  planted.every(25, () => {
    for (let at = 0; at < between(80, 160); at++) open(++asked)
  })
}
