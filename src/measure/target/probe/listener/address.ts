import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a listener can be found, and what removes it. */
export interface ListenerAddress {
  /** As a variable tells it. */
  readonly address: string
  remove(): Promise<void>
}

/** Longest path of a Unix socket, in bytes, that macOS takes; other systems take a little more. */
const LONGEST_PATH = 103

/**
 * A new address that nobody else uses. On Linux a name that is not in the file system, so that it is gone with this process
 * however that ends; elsewhere a file in a folder of its own, and on Windows a named pipe.
 */
export async function newAddress(
  platform: NodeJS.Platform = process.platform,
): Promise<ListenerAddress> {
  const name = `plimsoll-probe-${randomBytes(8).toString('hex')}`
  const nothing = { remove: async () => {} }
  if (platform === 'linux') return { address: `@${name}`, ...nothing }
  if (platform === 'win32') return { address: `\\\\.\\pipe\\${name}`, ...nothing }
  const folder = await mkdtemp(join(baseFolder(), 'plimsoll-probe-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  return { address: join(folder, 'socket'), remove }
}

/** The temporary folder, or where its path leaves no room for a socket's, the system's own. */
function baseFolder(): string {
  const longest = join(tmpdir(), 'plimsoll-probe-XXXXXX', 'socket')
  return Buffer.byteLength(longest) <= LONGEST_PATH ? tmpdir() : '/tmp'
}
