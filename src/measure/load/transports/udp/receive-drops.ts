import { readFileSync } from 'node:fs'

/**
 * Datagrams that reached this machine and were thrown away since the socket's receive buffer was full: the generator's
 * loss, which must not be taken for the target's. Linux says so for each socket; elsewhere nothing is known.
 */

const TABLES = ['/proc/net/udp', '/proc/net/udp6']

/** `sl local_address rem_address st queues tr:when retrnsmt uid timeout inode ref pointer drops`, see proc_net(5) */
const ROW = /^\s*\d+:\s+[0-9A-F]+:([0-9A-F]{4})\s.*\s(\d+)\s*$/gm

/** Local port → drops since the socket was made; `undefined` where the system does not say. */
export function receiveDrops(): ReadonlyMap<number, number> | undefined {
  const drops = new Map<number, number>()
  const tables = TABLES.map(readTable).filter((table) => table !== undefined)
  if (tables.length === 0) return undefined
  for (const [, port = '', dropped = ''] of tables.join('\n').matchAll(ROW)) {
    const number = Number.parseInt(port, 16)
    drops.set(number, (drops.get(number) ?? 0) + Number(dropped))
  }
  return drops
}

function readTable(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
