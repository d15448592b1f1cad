import { createServer } from 'node:http'
import { between, planted } from './planted.ts'

/** Renders a feed as HTML. Its troubles: a library that calls the collector itself, and a cache that fills the heap. */

const posts = Array.from({ length: 40 }, (_, id) => ({ id, title: `Post ${id}`, likes: id * 3 }))

/** Objects that live for a while: what is collected must be looked at first. */
const young: object[][] = []

function render(): string {
  const parts = posts.map(({ id, title, likes }) => `<li id="${id}">${title} (${likes})</li>`)
  litter()
  return `<ul>${parts.join('')}</ul>`
}

function litter(): void {
  if (planted.kind !== 'heap-limit' || !planted.isActive()) return
  young.push(Array.from({ length: 600 }, (_, at) => ({ at, text: `${at}`, tags: [at, at + 1] })))
  if (young.length > 40) young.shift()
}

createServer((_, response) => {
  response.setHeader('content-type', 'text/html')
  response.end(render())
}).listen(Number(process.env['PORT']))

let cache: object[] = []
const filled = (size: number): object[] =>
  Array.from({ length: size }, (_, at) => ({ at, self: { at }, list: [at] }))

if (planted.kind === 'heap-limit') {
  planted.around(
    () => (cache = filled(Number(process.env['BALLAST']))),
    () => {
      cache = []
      young.length = 0
      globalThis.gc?.()
    },
  )
}

if (planted.kind === 'gc-storm') {
  cache = filled(200_000)
  let nextMs = 0
  planted.every(20, () => {
    if (performance.now() < nextMs) return
    globalThis.gc?.()
    nextMs = performance.now() + between(180, 80)
  })
}
setInterval(() => cache.length, 1000).unref()
