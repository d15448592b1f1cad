import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** A Lua script that Redis runs as one step: it is sent whole only where Redis does not know it yet. */
export class Script {
  readonly #text: string
  readonly #sha: string

  constructor(text: string) {
    this.#text = text
    this.#sha = createHash('sha1').update(text).digest('hex')
  }

  async run(
    redis: Redis,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, keys.length, ...keys, ...values)
    } catch (thrown) {
      if (!(thrown instanceof Error && thrown.message.startsWith('NOSCRIPT'))) throw thrown
      return redis.eval(this.#text, keys.length, ...keys, ...values)
    }
  }
}
