import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a server's own that is not there yet: its guard makes it, and removes it. */
export const ownFolder = (server: string): string =>
  join(tmpdir(), `plimsoll-${server}-${randomBytes(8).toString('hex')}`)
