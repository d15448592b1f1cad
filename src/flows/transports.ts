import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuseProblems } from '../kernel/errors.ts'
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
  refuseProblems({
    code: 'NO_TRANSPORT_FILE',
    problems: missing.map(([name, file]) => `transports.${name}: there is no file ${file}`),
    several: (count) => `${count} transports have no file`,
    hint: 'files of transports are named in the configuration, relative to the project',
  })
  return {
    ...ownTransports(),
    ...Object.fromEntries(
      users.map(([name, file]) => [name, { url: pathToFileURL(resolve(cwd, file)).href }]),
    ),
  }
}
