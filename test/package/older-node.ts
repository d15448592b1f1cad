import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProcess } from '../support/process.ts'

/** What package.json's `engines` asks for. */
const NEEDED = [24, 15] as const

/** A Node of this machine that is too old for plimsoll; `undefined` when there is none. */
export async function findOlderNode(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = folders
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path))
  for (const path of candidates) {
    const { stdout } = await runProcess(path, ['--version'], { timeoutMs: 10_000 })
    const [major = 0, minor = 0] = stdout.replace('v', '').split('.').map(Number)
    if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) return path
  }
  return undefined
}
