import { type PlimsollError, usageError } from '../kernel/errors.ts'
import { hostsOf } from '../model/exchanges/address.ts'
import type { PlannedScenario } from '../model/plan.ts'
import { givenHosts } from '../define/index.ts'
import { isLoopback } from '../measure/index.ts'
import type { Project } from './project.ts'

/** What is needed to know who may be asked. */
type Permitting = Pick<Project, 'settings' | 'loaded'>

/** No production system is loaded by a slip of the pen. @throws PlimsollError (exit 2) HOST_NOT_ALLOWED */
export function requireAllowed(host: string, project: Permitting): void {
  if (!isAllowed(host, project)) throw notAllowed([host])
}

/** The same for every address that scenarios name themselves. @throws PlimsollError (exit 2) HOST_NOT_ALLOWED */
export function requireAllowedHosts(
  scenarios: readonly PlannedScenario[],
  project: Permitting,
): void {
  const hosts = scenarios.flatMap(({ exchange }) =>
    exchange === undefined ? [] : hostsOf(exchange),
  )
  const foreign = [...new Set(hosts)].filter((host) => !isAllowed(host, project))
  if (foreign.length > 0) throw notAllowed(foreign)
}

const isAllowed = (host: string, { settings, loaded }: Permitting): boolean =>
  isLoopback(host) ||
  settings.loadAllowHosts.includes(host) ||
  givenHosts(loaded.config.targets).includes(host)

const notAllowed = (hosts: readonly string[]): PlimsollError =>
  usageError(
    'HOST_NOT_ALLOWED',
    hosts.length === 1
      ? `${hosts[0]} is not this machine, and nobody said that it may be loaded`
      : `${hosts.join(' and ')} are not this machine, and nobody said that they may be loaded`,
    `if it is yours to load: --allow-host ${hosts[0]}, or load.allowHosts in the configuration`,
  )
