import type { Random } from '../../src/kernel/random.ts'

/** Seeded damage to JSON documents: to their values, their keys, their text. */

const HOSTILE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -1e-320,
  2 ** 53,
  '',
  'x',
  '0',
  'NaN',
  '\0',
  '\ud800',
  'a\u202eb\u001b[2J',
  '__proto__',
  'x'.repeat(501),
  'plimsoll/run@2',
  '2026-02-30T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  'AAAA',
  [],
  {},
  [[]],
  [1, 2],
  { toString: null },
  { length: -1 },
]

const KEYS = ['constructor', 'toString', 'extra', '', 'a.b', '\ud800', 'x'.repeat(501), 'p99', '0']

/** Where a value is: what holds it, and its key there. */
interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** A text like that of `document`, damaged in one to three places; `document` itself stays as it is. */
export function mutate(document: unknown, random: Random): string {
  const root = { document: structuredClone(document) }
  const times = 1 + random.below(3)
  for (let time = 0; time < times; time++) mutateValue(root, random)
  const text = JSON.stringify(root.document) ?? ''
  return random.below(6) === 0 ? mutateText(text, random) : text
}

function mutateValue(root: Record<string, unknown>, random: Random): void {
  const places = placesIn(root)
  if (places.length === 0) return
  const { holder, key } = pick(places, random)
  const other = pick(places, random)
  const value = holder[key]
  switch (random.below(8)) {
    case 0:
    case 1:
      holder[key] = pick(HOSTILE, random)
      return
    case 2:
      // Not `delete` on a list: a hole would come back as null, which `pick` does already.
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else Reflect.deleteProperty(holder, key)
      return
    case 3:
      if (Array.isArray(value)) value.push(structuredClone(value[0] ?? null))
      else if (isObject(value)) value[pick(KEYS, random)] = pick(HOSTILE, random)
      return
    case 4:
      holder[key] = structuredClone(other.holder[other.key])
      return
    case 5:
      holder[pick(KEYS, random)] = value
      return
    case 6:
      if (typeof value === 'number') holder[key] = nudge(value, random)
      return
    default:
      if (typeof value === 'string') holder[key] = mutateText(value, random)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function placesIn(root: Record<string, unknown>): Place[] {
  const places: Place[] = []
  const open: Record<string, unknown>[] = [root]
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key })
      if (isObject(value)) open.push(value)
    }
  }
  return places
}

function nudge(value: number, random: Random): number {
  return (
    [value + 1, value - 1, -value, value * 1.0001, value * 1e6, value / 3][random.below(6)] ?? 0
  )
}

function mutateText(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  const rest = text.slice(at)
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(0, at) + String.fromCharCode(random.below(128)) + rest.slice(1)
    case 2:
      return text.slice(0, at) + pick(['"', '}', ',', '\\', '\n', '1e999', '[['], random) + rest
    case 3:
      return text.slice(0, at) + rest.slice(random.below(20))
    default:
      return text + rest
  }
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)] as T
}
