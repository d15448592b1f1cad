import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Once for all files of a project: what Node compiled for one process is there for all that start later, each of them
 * four times as fast. Whatever tests start from source would else strip its types and compile it anew.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-compiled-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  process.env['NODE_COMPILE_CACHE'] = folder
  process.once('exit', remove)
  return remove
}
