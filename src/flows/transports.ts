import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { usageError } from '../kernel/errors.ts'
import type { TransportPlace } from '../model/load.ts'
import { ownTransports } from '../measure/index.ts'
import type { Project } from './project.ts'

/**
 * Where the transports of a project are: plimsoll's own, and those that its configuration names.
 * @throws PlimsollError (exit 2) NO_TRANSPORT_FILE with every file that is missing
 */
export function transportsOf({
  cwd,
  loaded,
}: Pick<Project, 'cwd' | 'loaded'>): Readonly<Record<string, TransportPlace>> {
  const users = Object.entries(loaded.config.transports ?? {})
  const missing = users.filter(([, file]) => !existsSync(resolve(cwd, file)))
  if (missing.length > 0) throw noFile(missing)
  return {
    ...ownTransports(),
    ...Object.fromEntries(
      users.map(([name, file]) => [name, { url: pathToFileURL(resolve(cwd, file)).href }]),
    ),
  }
}

function noFile(missing: readonly (readonly [name: string, file: string])[]): Error {
  const lines = missing.map(([name, file]) => `transports.${name}: there is no file ${file}`)
  const [first = '', ...others] = lines
  return usageError(
    'NO_TRANSPORT_FILE',
    others.length === 0 ? first : `${lines.length} transports have no file`,
    'files of transports are named in the configuration, relative to the project',
    others.length === 0 ? [] : lines,
  )
}
