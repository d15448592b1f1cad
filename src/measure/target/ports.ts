import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { PortPlan } from '../../model/target.ts'

/** Ports for services: theirs alone, as far as can be known before they listen. */

/** Where services listen, and are looked for. */
export const LOCAL_HOST = '127.0.0.1'

/**
 * Below the ports that Linux (32,768 …) and the others (49,152 …) give to outgoing connections: one of those could be
 * given away between our look and the service's own.
 */
const LOWEST = 20_000
const HIGHEST = 32_767
const ATTEMPTS = 100

/** Given in this process and perhaps not yet listened on. */
const given = new Set<number>()

/** The ports of a service: fixed ones as they are, the others free ones. */
export async function choosePorts(
  plans: Readonly<Record<string, PortPlan>>,
): Promise<Readonly<Record<string, number>>> {
  const ports: Record<string, number> = {}
  for (const [name, { fixed }] of Object.entries(plans)) ports[name] = fixed ?? (await freePort())
  return ports
}

/** A port of this machine that nobody listens on, and that this process has not given out yet. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST + 1)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`none of ${ATTEMPTS} ports between ${LOWEST} and ${HIGHEST} is free`)
}

/** Whether a port of this machine can be listened on. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, LOCAL_HOST)
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
