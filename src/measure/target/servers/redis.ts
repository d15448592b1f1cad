import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LOCAL_HOST } from '../ports.ts'
import { startService } from '../service.ts'
import { privateServer, type PrivateServer } from './server.ts'

/** How a private Redis is to be. */
export interface RedisServerOptions {
  /** Default: `redis-server`, which `PATH` finds. */
  readonly command?: string
  /** Default: none is asked for. */
  readonly password?: string
  /** Default: one that is free. The same again is how a server comes back, empty. */
  readonly port?: number
}

/** Nothing of it is kept. */
const SETTINGS = ['--port', '{port}', '--bind', LOCAL_HOST, '--save', '', '--appendonly', 'no']

/** Starts a private Redis. @throws PlimsollError (exit 4) when there is none on this machine, or it does not start */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<PrivateServer> {
  const { command = 'redis-server', password, port } = options
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-redis-'))
  const asked = password === undefined ? [] : ['--requirepass', password]
  const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`
  const service = await startService({
    name: 'redis',
    command,
    args: [...SETTINGS, '--dir', folder, ...asked],
    ports: { main: port === undefined ? {} : { fixed: port } },
    ready: { kind: 'log', pattern: /ready to accept connections/i },
    temporaryFolders: [folder],
  })
  return privateServer(service, (found) => `redis://${user}${LOCAL_HOST}:${found}`)
}
