import { PLACEHOLDER } from '../../model/target.ts'
import { serverPlan } from '../config/resolve-targets.ts'
import { TARGET_KEYS } from './target.ts'

/** What is wrong between the keys of targets, one line each; of what is no target at all, nothing. */
export function targetRuleProblems(targets: unknown): string[] {
  return entriesOf(targets).flatMap(([name, written]) => {
    const keys = new Map(entriesOf(written).filter(([, value]) => value !== undefined))
    if (typeof written !== 'object' || written === null) return []
    return rules(keys).map(([key, problem]) => `${pathTo(name, key)}: ${problem}`)
  })
}

/** Keys of a target that runs already. */
const OF_GIVEN = ['url', 'servers']

type Keys = ReadonlyMap<string, unknown>
type Problem = readonly [key: string, problem: string]

function rules(keys: Keys): readonly Problem[] {
  const [hasUrl, hasCommand] = [keys.has('url'), keys.has('command')]
  if (hasUrl && hasCommand) {
    return [['', 'url and command: it runs already, or plimsoll starts it; leave one of them out']]
  }
  if (hasUrl) return [...onlyOfStarted(keys), ...privateServers(keys)]
  if (hasCommand) return [...readyRules(keys), ...unknownPorts(keys)]
  return [['', 'expected a command that starts it, or the url of one that runs']]
}

const onlyOfStarted = (keys: Keys): readonly Problem[] =>
  [...keys.keys()]
    .filter((key) => !OF_GIVEN.includes(key) && TARGET_KEYS.includes(key))
    .map((key) => [key, 'only of a target that plimsoll starts; this one has a url'])

const privateServers = (keys: Keys): readonly Problem[] =>
  entriesOf(keys.get('servers'))
    .filter(([, written]) => {
      const server = serverPlan(written)
      return server !== undefined && server.url === undefined
    })
    .map(([variable]) => [
      `servers.${variable}`,
      'a target that runs already has its own servers: give the address of this one',
    ])

function readyRules(keys: Keys): readonly Problem[] {
  const parts = new Map(entriesOf(keys.get('ready')))
  const kind = parts.get('kind')
  if (kind === 'http' && !parts.has('path'))
    return [['ready.path', 'expected a path, such as /ready']]
  if (kind === 'log' && !parts.has('pattern')) {
    return [['ready.pattern', 'expected a regular expression that a line of its output matches']]
  }
  return []
}

/** Ports that something speaks of, and that the target does not have. */
function unknownPorts(keys: Keys): readonly Problem[] {
  const ports = keys.has('ports') ? entriesOf(keys.get('ports')).map(([name]) => name) : ['main']
  const theirs = `its ports: ${ports.join(', ') || 'none'}`
  const asked = new Map(entriesOf(keys.get('ready'))).get('port')
  const ofReady: readonly Problem[] =
    typeof asked === 'string' && !ports.includes(asked)
      ? [['ready.port', `the target has no port ${asked}; ${theirs}`]]
      : []
  const ofTexts = ['args', 'env'].flatMap((key) =>
    entriesOf(keys.get(key)).flatMap(([place, text]) =>
      unfilled(text, ports).map((whole): Problem => {
        const path = key === 'args' ? `args[${place}]` : `env.${place}`
        return [path, `${whole}: the target has no such port; ${theirs}`]
      }),
    ),
  )
  return [...ofReady, ...ofTexts]
}

/** Placeholders of ports that there are not; one without a name means the first. */
function unfilled(text: unknown, ports: readonly string[]): readonly string[] {
  if (typeof text !== 'string') return []
  return [...text.matchAll(PLACEHOLDER)].flatMap(([whole, name = ports[0], isInstance]) => {
    if (isInstance !== undefined || (name !== undefined && ports.includes(name))) return []
    return [whole]
  })
}

const pathTo = (name: string, key: string): string => {
  const target = /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
  return `targets${target}${key === '' ? '' : `.${key}`}`
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []
