import { PlimsollError } from '../../../kernel/errors.ts'
import type { ServiceOptions } from '../plan.ts'
import { LOCAL_HOST } from '../ports.ts'
import { startService } from '../service.ts'
import { ownFolder } from './own-folder.ts'
import { privateServer, type PrivateServer, serviceOptions } from './server.ts'

/** How a private Redis is to be, and is watched. */
export interface RedisServerOptions extends ServiceOptions {
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
  const folder = ownFolder('redis')
  const asked = password === undefined ? [] : ['--requirepass', password]
  const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`
  const service = await startService(
    {
      name: 'redis',
      command,
      args: [...SETTINGS, '--dir', folder, ...asked],
      ports: { main: port === undefined ? {} : { fixed: port } },
      ready: { kind: 'log', pattern: /ready to accept connections/i },
      temporaryFolders: [folder],
    },
    serviceOptions(options),
  ).catch((thrown: unknown) => {
    throw withoutRedis(thrown)
  })
  return privateServer(service, (found) => `redis://${user}${LOCAL_HOST}:${found}`)
}

function withoutRedis(thrown: unknown): unknown {
  const isMissing = thrown instanceof PlimsollError && thrown.code === 'TARGET_COMMAND_NOT_FOUND'
  if (!isMissing) return thrown
  return new PlimsollError({
    code: thrown.code,
    message: 'redis: there is no redis-server on this machine',
    hint: 'install it (apt-get install redis-server, brew install redis), or give the address of one that runs',
    exitCode: thrown.exitCode,
    cause: thrown,
  })
}
