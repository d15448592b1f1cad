import type { Redactor } from '../kernel/redactor.ts'
import type { ScenarioIdentity } from './run.ts'
import { scenarioKey } from './scenario.ts'

/**
 * What scenarios are called, without secrets. Those that only a secret told apart are numbered: no two of a run may have
 * one key.
 */
export function redactIdentities(
  identities: readonly ScenarioIdentity[],
  redactor: Redactor,
): readonly ScenarioIdentity[] {
  const taken = new Set<string>()
  return identities.map((identity) => {
    const redacted = redactIdentity(identity, redactor)
    const key = freeKey(redacted.key, taken)
    taken.add(key)
    return { ...redacted, key }
  })
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key
  for (let number = 2; taken.has(free); number++) free = `${key} (${number})`
  return free
}

function redactIdentity(identity: ScenarioIdentity, redactor: Redactor): ScenarioIdentity {
  const name = redactor.name(identity.name)
  const params = Object.fromEntries(
    Object.entries(identity.params).map(([param, value]) => [
      redactor.name(param),
      redactor.param(param, value),
    ]),
  )
  const number = numberOf(identity)
  return {
    // Of a foreign record, the key may be made in another way.
    key:
      number === undefined ? redactor.name(identity.key) : `${scenarioKey(name, params)}${number}`,
    name,
    category: redactor.name(identity.category),
    tags: identity.tags.map((tag) => redactor.name(tag)),
    params,
    file: redactor.name(identity.file),
  }
}

/** What stands behind the name and params in a key: nothing, or the number that it got here; `undefined` = it is not made of them. */
function numberOf({ key, name, params }: ScenarioIdentity): string | undefined {
  const made = scenarioKey(name, params)
  const rest = key.slice(made.length)
  return key.startsWith(made) && /^(?: \(\d+\))?$/.test(rest) ? rest : undefined
}
