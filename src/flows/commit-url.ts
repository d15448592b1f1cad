/**
 * Where the commits of a repository can be looked at, from the address that it was cloned from: `{commit}` stands for the
 * hash. Of the address only host and path are used, so that no password gets into it.
 *
 *   https://user:password@host/team/repo.git ─┐
 *   ssh://git@host:22/team/repo.git           ├─▶ https://host/team/repo/commit/{commit}
 *   git@host:team/repo.git                   ─┘
 */
export function commitUrlOf(remote: string): string | null {
  const place = placeOf(remote.trim())
  if (place === undefined) return null
  const path = place.path.replace(/\/+$/, '').replace(/\.git$/, '')
  const form = FORMS.find(({ host }) => host.test(place.host))
  if (path === '' || form === undefined) return null
  const server = SERVER_PATH.exec(path)?.groups
  if (server !== undefined) {
    const { project = '', repository = '' } = server
    return `${place.base}/projects/${project}/repos/${repository}/commits/{commit}`
  }
  return `${place.base}${path}${form.commit}`
}

interface Place {
  /** Scheme and host. */
  readonly base: string
  readonly host: string
  /** From its first `/`. */
  readonly path: string
}

/** `git@host:team/repo.git`. At least two letters: `C:\repo` is a folder. */
const SCP = /^(?:[^@/\s]+@)?(?<host>[a-z0-9][a-z0-9.-]+):(?!\/\/)(?<path>[^\s()]+)$/i

function placeOf(remote: string): Place | undefined {
  const { host, path } = SCP.exec(remote)?.groups ?? {}
  if (host !== undefined && path !== undefined) return placeAt('https:', host, path)
  if (!URL.canParse(remote)) return undefined
  const { protocol, hostname, port, pathname } = new URL(remote)
  if (protocol === 'ssh:' || protocol === 'git+ssh:') return placeAt('https:', hostname, pathname)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return placeAt(protocol, port === '' ? hostname : `${hostname}:${port}`, pathname)
}

function placeAt(protocol: string, host: string, path: string): Place | undefined {
  const address = `${protocol}//${host}/${path.replace(/^\/+/, '')}`
  if (!URL.canParse(address)) return undefined
  // Parsed once more, so that whatever a remote holds is escaped; braces would be taken for the place of the hash.
  const { origin, pathname } = new URL(address)
  const escaped = pathname.replaceAll('{', '%7B').replaceAll('}', '%7D')
  return { base: origin, host: host.toLowerCase(), path: escaped }
}

/** Bitbucket's own servers clone from `/scm/PROJECT/repo.git`. */
const SERVER_PATH = /^\/scm\/(?<project>[^/]+)\/(?<repository>[^/]+)$/

/**
 * How each service writes it; the first that fits counts. What is nowhere named is taken to be GitHub Enterprise, Gitea or
 * Forgejo, or a GitLab, which leads from there to its own address.
 */
const FORMS: readonly { readonly host: RegExp; readonly commit: string }[] = [
  { host: /(?:^|\.)bitbucket\.org$/, commit: '/commits/{commit}' },
  { host: /(?:^|\.)gitlab\./, commit: '/-/commit/{commit}' },
  // Azure clones by ssh from another host, with another path.
  { host: /^(?!ssh\.dev\.azure\.com$)/, commit: '/commit/{commit}' },
]
