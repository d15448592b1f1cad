/**
 * What no document of ours may hold, whatever its schema: it would be lost or changed on its way through a database, a
 * report or another program, or is there to do harm.
 */

/** Deepest nesting. A run nests 9 deep. */
const DEPTH_MAX = 64

/** Where a value is in a document. */
export type Path = readonly PropertyKey[]

/** One thing that is wrong, and where. */
export interface Problem {
  readonly path: Path
  readonly message: string
}

/** The first such thing found, or `undefined`. Never recurses, so depth can't exhaust the stack. */
export function findHarmful(json: unknown): Problem | undefined {
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value: json, path: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next
    const message = harmIn(value, path.length)
    if (message !== undefined) return { path, message }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      const keyMessage = Array.isArray(value) ? undefined : harmInKey(key)
      if (keyMessage !== undefined) return { path: [...path, key], message: keyMessage }
      open.push({ value: inner, path: [...path, Array.isArray(value) ? Number(key) : key] })
    }
  }
  return undefined
}

function harmIn(value: unknown, depth: number): string | undefined {
  if (depth > DEPTH_MAX) return `nested more than ${DEPTH_MAX} deep`
  return typeof value === 'string' ? harmInText(value) : undefined
}

function harmInKey(key: string): string | undefined {
  // Assigning this key sets an object's prototype instead of a value.
  return key === '__proto__' ? 'this name is not allowed' : harmInText(key)
}

function harmInText(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character'
  return text.isWellFormed() ? undefined : 'holds half of a surrogate pair'
}
