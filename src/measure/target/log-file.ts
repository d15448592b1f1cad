import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExitCode, messageOf, PlimsollError } from '../../kernel/errors.ts'

/** What a service may fill a disk with. */
const MOST_BYTES = 64 * 1024 * 1024

/** What waits for a slow disk; beyond, something is left out, so that neither the service nor plimsoll waits for it. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024

/** The whole output of a service, in a file that only its user may read. It is written as it came: with its secrets. */
export class LogFile {
  readonly #stream: WriteStream
  readonly #mostBytes: number
  #taken = 0
  #leftOut = 0

  /** @param mostBytes beyond, what comes is left out, and counted */
  constructor(path: string, mostBytes: number = MOST_BYTES) {
    this.#mostBytes = mostBytes
    this.#stream = createWriteStream(path, { mode: 0o600 })
    // A disk that is full costs the log, not the run.
    this.#stream.on('error', () => {})
  }

  write(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#taken + bytes > this.#mostBytes || this.#stream.writableLength > MOST_WAITING_BYTES) {
      this.#leftOut += bytes
      return
    }
    this.#taken += bytes
    this.#stream.write(text)
  }

  /** Resolves when all of it is written, or can't be. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const last = this.#leftOut === 0 ? '' : `\n… ${this.#leftOut} bytes more were left out\n`
    this.#stream.on('close', resolve)
    if (this.#stream.closed) resolve()
    else this.#stream.end(last)
    await promise
  }
}

/** Where the output of a service of this name goes: `bot 2` → `bot-2.log`. */
export const logPath = (folder: string, name: string): string =>
  join(folder, `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.log`)

/** Makes the folder that is to hold it, and begins the file anew. @throws PlimsollError (exit 5) */
export async function openLogFile(folder: string, name: string): Promise<LogFile> {
  try {
    await makeFolder(folder)
    // Another command may write the one that is there: it goes on in that, and not in this one.
    await rm(logPath(folder, name), { force: true }).catch(() => {})
  } catch (thrown) {
    throw new PlimsollError({
      code: 'FOLDER_UNWRITABLE',
      message: `what ${name} writes can't be kept in ${folder}: ${messageOf(thrown)}`,
      hint: 'make the folder writable, or name another by --target-logs',
      exitCode: ExitCode.store,
      cause: thrown,
    })
  }
  return new LogFile(logPath(folder, name))
}

/** In a new `.plimsoll` folder, which keeps itself out of version control: what services write may hold secrets. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  const [home] = /^.*[\\/]\.plimsoll(?=[\\/])/.exec(folder) ?? []
  if (made === undefined || home?.startsWith(made) !== true) return
  await writeFile(join(home, '.gitignore'), '*\n')
}
