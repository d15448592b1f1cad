import type { SessionDriver } from '../session/driver.ts'
import type { FromInput, FilledRedisWork } from './input.ts'
import type { RedisSession } from './open.ts'

/** What commands and pipelines do with a session. */
export type CommandWork = Extract<FilledRedisWork, { readonly kind: 'command' | 'pipeline' }>

/** Sends commands, and waits for their answers. */
export function performCommands(work: CommandWork): SessionDriver<RedisSession>['perform'] {
  if (work.kind === 'command') {
    return async ({ redis }, input) => {
      const [name, ...args] = given(work.command, input)
      await redis.callBuffer(name, args)
    }
  }
  return async ({ redis }, input) => {
    const pipeline = redis.pipeline()
    for (const [name, ...args] of given(work.commands, input)) pipeline.callBuffer(name, args)
    for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error
  }
}

function given<T extends readonly unknown[]>(value: FromInput<T>, input: unknown): T {
  return typeof value === 'function' ? value(input) : value
}
