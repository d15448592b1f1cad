import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import type { GuardedCommand } from './protocol.ts'

/**
 * Makes what a command needs before it is started: its temporary folders, and files in them, for its user alone. All of it
 * in one turn, by whoever removes it: were plimsoll killed between the two, it would stay. @throws Error of the system
 */
export function makePlace({
  temporaryFolders,
  files,
  runAs,
}: Pick<GuardedCommand, 'temporaryFolders' | 'files' | 'runAs'>): void {
  const give = (path: string): void => {
    if (runAs !== undefined) chownSync(path, runAs.uid, runAs.gid)
  }
  for (const folder of temporaryFolders) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    give(folder)
  }
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(path, text, { mode: 0o600 })
    give(path)
  }
}
