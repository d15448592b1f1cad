import { createServer } from 'node:http'

/**
 * How a service of this benchmark learns that its planted cause is to be active: over a port of its own, so that nothing
 * of it is in the load. A service does what it does by itself; only its trouble is made to order.
 */

/** The planted cause of this process. */
export interface Planted {
  /** What the process was started to suffer from; empty = nothing. */
  readonly kind: string
  isActive(): boolean
  /** 0–1, drawn from the seed: how bad it is. */
  strength(): number
  /** Calls `step` again and again while it is active. */
  every(ms: number, step: () => void): void
  /** Called as it begins, and as it has ended. */
  around(begin: () => void, end: () => void): void
}

let untilMs = 0
let badness = 0
const begins: (() => void)[] = []

/** Between two values, by how bad it is. */
export const between = (from: number, to: number): number => from + (to - from) * badness

export const planted: Planted = {
  kind: process.env['PLANT'] ?? '',
  isActive: () => performance.now() < untilMs,
  strength: () => badness,
  every: (ms, step) => {
    setInterval(() => {
      if (planted.isActive()) step()
    }, ms)
  },
  around: (begin, end) => {
    begins.push(() => {
      begin()
      setTimeout(end, untilMs - performance.now())
    })
  },
}

createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  untilMs = performance.now() + Number(searchParams.get('ms'))
  badness = Number(searchParams.get('strength'))
  for (const begin of begins) begin()
  response.end()
}).listen(Number(process.env['CONTROL_PORT']))
