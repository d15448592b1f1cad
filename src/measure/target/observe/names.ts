import type { RunningTarget, TargetServer } from '../start-target.ts'
import type { DirectServer } from './source.ts'

/** What sources are called: short, and each its own. */

/** A server of a target, by name. */
export interface NamedServer {
  readonly name: string
  readonly server: TargetServer
}

/** Servers that targets use, each address once: by their variable, and by their target where that is not enough. */
export function targetServers(targets: readonly RunningTarget[]): readonly NamedServer[] {
  const all = targets.flatMap(({ info, servers }) =>
    servers.map((server) => ({ target: info.name, server })),
  )
  const once = all.filter(
    ({ server }, index) => all.findIndex((other) => other.server.url === server.url) === index,
  )
  const taken = targets.flatMap(({ info }) => [
    info.name,
    ...info.instances.map(({ name }) => name),
  ])
  const short = once.map(({ server }) => serverName(server.variable))
  const names = once.map(({ target }, index) => {
    const name = short[index] ?? ''
    const isOwn = short.filter((other) => other === name).length === 1 && !taken.includes(name)
    return isOwn ? name : `${target} ${name}`
  })
  return once.map(({ server }, index) => ({ name: numbered(names, index), server }))
}

/** Servers that are loaded themselves, as far as no target uses them: by their kind. */
export function directServers(
  servers: readonly DirectServer[],
  used: readonly NamedServer[],
): readonly (DirectServer & { readonly name: string })[] {
  const isNew = ({ url }: DirectServer, index: number): boolean =>
    used.every(({ server }) => server.url !== url) &&
    servers.findIndex((other) => other.url === url) === index
  const once = servers.filter(isNew)
  const names = [...used.map(({ name }) => name), ...once.map(({ kind }) => kind)]
  return once.map((server, index) => ({ ...server, name: numbered(names, used.length + index) }))
}

/** `REDIS_URL` → `redis`, `DATABASE_URL` → `database`, `EVENTS_CACHE_URI` → `events cache`. */
export function serverName(variable: string): string {
  const short = variable.replace(/_?(?:URL|URI|DSN|ADDRESS|CONNECTION_STRING)$/i, '')
  return (short === '' ? variable : short).toLowerCase().replaceAll('_', ' ')
}

/** A name that others before it have gets its number behind it. */
function numbered(names: readonly string[], index: number): string {
  const name = names[index] ?? ''
  const before = names.slice(0, index).filter((other) => other === name).length
  return before === 0 ? name : `${name} ${before + 1}`
}
