import { textOf } from '../../../../model/exchanges/placeholders.ts'
import type { RedisCommand, RedisPlan, RedisWork } from '../../../../model/exchanges/redis.ts'
import { valueFrom } from '../filling/fill.ts'
import { InputProblem } from '../filling/input-problem.ts'
import { misplacedInput } from '../filling/places.ts'

/** Commands that differ by their exchange's input. */

/** The same each time, or made of the exchange's input. */
export type FromInput<T> = T | ((input: unknown) => T)

/** What one exchange does. */
export type FilledRedisWork =
  | { readonly kind: 'command'; readonly command: FromInput<RedisCommand> }
  | { readonly kind: 'pipeline'; readonly commands: FromInput<readonly RedisCommand[]> }
  | Extract<RedisWork, { readonly kind: 'publish' }>

/** A plan whose commands may be made of the input. */
export interface FilledRedisPlan extends Omit<RedisPlan, 'work'> {
  readonly work?: FilledRedisWork
}

/** Arguments alone: a command's name would let the input do anything. */
const PLACES = /^work\.(?:command\[[1-9]\d*\]|commands\[\d+\]\[[1-9]\d*\])$/

/** What is wrong with the places of a plan's placeholders. */
export const placeProblems = (plan: FilledRedisPlan): readonly string[] =>
  misplacedInput(plan, PLACES)

/** The plan, with its placeholders found, so that exchanges need but fill them. */
export function redisWithInput(plan: FilledRedisPlan): FilledRedisPlan {
  const { work } = plan
  if (work?.kind === 'command') {
    const make = valueFrom(work.command)
    if (make === undefined) return plan
    return { ...plan, work: { kind: 'command', command: (input) => commandOf(make(input)) } }
  }
  if (work?.kind !== 'pipeline') return plan
  const make = valueFrom(work.commands)
  if (make === undefined) return plan
  return {
    ...plan,
    work: { kind: 'pipeline', commands: (input) => listOf(make(input)).map(commandOf) },
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Arguments are sent apart from one another: whatever is in one stays in it. */
function commandOf(value: unknown): RedisCommand {
  const [name, ...args] = listOf(value)
  return [String(name), ...args.map(argumentOf)]
}

function argumentOf(value: unknown): string | Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  const text = textOf(value)
  if (text !== undefined) return text
  throw new InputProblem('an argument of a command is neither text, number nor bytes')
}
