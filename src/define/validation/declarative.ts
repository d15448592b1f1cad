import { placeholdersIn, valueOf } from '../../model/exchanges/placeholders.ts'
import { DECLARATIVE_KEYS, exchangeOf, WORK_KEYS } from '../declarative.ts'
import { httpShape } from './exchanges/http.ts'
import { otherShape } from './exchanges/other.ts'
import { partOf } from './exchanges/parts.ts'
import { postgresShape } from './exchanges/postgres.ts'
import { redisShape } from './exchanges/redis.ts'
import { udpShape } from './exchanges/udp.ts'
import { wsShape } from './exchanges/ws.ts'

/** What is wrong with what a scenario does, as far as it can be told without its transport. */

type Written = Partial<Record<string, unknown>>

const SHAPES: Readonly<Record<string, (plan: unknown) => readonly string[]>> = {
  http: httpShape,
  ws: wsShape,
  redis: redisShape,
  postgres: postgresShape,
  udp: udpShape,
  exchange: otherShape,
}

/** Every problem, one line each. */
export function workProblems(written: Written): readonly string[] {
  const given = WORK_KEYS.filter((key) => written[key] !== undefined)
  const shapes = given.flatMap((key) => SHAPES[key]?.(written[key]) ?? [])
  return [
    ...countProblems(given),
    ...shapes,
    ...(given.length === 1 && given[0] !== 'run' ? declarativeProblems(written, given[0]) : []),
  ]
}

function countProblems(given: readonly string[]): readonly string[] {
  if (given.length > 1) return [`${given.join(', ')}: an iteration can be one of them only`]
  const others = DECLARATIVE_KEYS.join(', ')
  return given.length === 1 ? [] : [`run: expected a function, or one of ${others} instead`]
}

function declarativeProblems(written: Written, key = ''): readonly string[] {
  return [
    ...['setup', 'teardown', 'metrics']
      .filter((part) => written[part] !== undefined)
      .map((part) => `${part}: goes with run; ${key} is data`),
    ...inputProblems(written, key),
    ...paramsProblems(written, key),
    ...cloneProblems(written[key], key),
  ]
}

/** A transport of the user's gets inputs as they are, and may use them as it likes. */
function inputProblems(written: Written, key: string): readonly string[] {
  const plan = written[key]
  const first = placeholdersIn(plan).find(({ source }) => source === 'input')
  const takesInput = first !== undefined || takesWhole(plan)
  if (written['feed'] === undefined) {
    const what = first === undefined ? "a kind 'input'" : first.written
    return takesInput ? [`feed: ${key} says ${what}, and nothing feeds it`] : []
  }
  return takesInput || key === 'exchange'
    ? []
    : [`feed: nothing in ${key} uses it; write {{input}}, or {{input.name}}, where it belongs`]
}

/** A message or body that is the input as a whole. */
function takesWhole(plan: unknown): boolean {
  const message = partOf(partOf(plan, 'exchange'), 'message')
  return [message, partOf(plan, 'body')].some((part) => partOf(part, 'kind') === 'input')
}

function paramsProblems(written: Written, key: string): readonly string[] {
  const sets: readonly unknown[] = Array.isArray(written['params']) ? written['params'] : [{}]
  const missing = placeholdersIn(exchangeOf(written)?.plan)
    .filter(({ source }) => source === 'params')
    .filter((place) => sets.some((set) => valueOf(place, set) === undefined))
  return missing.map(({ at, written: text }) => `${key}.${at}: not every set of params has ${text}`)
}

/** Plans go to the processes that carry them out. */
function cloneProblems(plan: unknown, key: string): readonly string[] {
  try {
    structuredClone(plan)
    return []
  } catch {
    return [`${key}: holds a function, or something else that is no data; write run for code`]
  }
}
