/** Paths into JSON: `$.user.roles[0]["first name"]`, the `$` and its dot optional. One value, no wildcards. */

/** A key of an object, or an index of an array. */
export type JsonStep = string | number

const STEP = /\.?([\w$-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y

/** The steps of a path; `undefined` if it is none. */
export function readJsonPath(path: string): JsonStep[] | undefined {
  const steps: JsonStep[] = []
  let at = path.startsWith('$') ? 1 : 0
  while (at < path.length) {
    STEP.lastIndex = at
    const found = STEP.exec(path)
    if (found === null) return undefined
    const step = stepOf(found)
    if (step === undefined) return undefined
    steps.push(step)
    at = STEP.lastIndex
  }
  return path === '' ? undefined : steps
}

/** What lies there; `undefined` if nothing does. Only what JSON itself holds is found. */
export function valueAt(value: unknown, steps: readonly JsonStep[]): unknown {
  let found = value
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = Reflect.get(found, step)
  }
  return found
}

function stepOf([, key, index, quoted]: RegExpExecArray): JsonStep | undefined {
  if (key !== undefined) return key
  if (index !== undefined) return Number(index)
  const text: unknown = readQuoted(quoted ?? '')
  return typeof text === 'string' ? text : undefined
}

function readQuoted(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
