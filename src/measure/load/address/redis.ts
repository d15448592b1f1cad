import { redact } from '../../../kernel/redact.ts'
import type { RedisCommand, RedisPlan } from '../../../model/exchanges/redis.ts'
import type { AddressRequest } from './request.ts'
import type { AddressWork } from './address-work.ts'

/** A command for a `redis:` or `rediss:` address. */
export function redisWork(request: AddressRequest, url: URL): AddressWork {
  const { command: text = 'PING', insecure, ca } = request
  const plan: RedisPlan = {
    url: url.href,
    work: { kind: 'command', command: commandOf(text) },
    insecure,
    ...(ca === undefined ? {} : { ca }),
  }
  return { name: `${text} at ${redact(url.href)}`, host: url.hostname, transport: 'redis', plan }
}

/** Words as redis-cli reads them: separated by blanks, or quoted. */
function commandOf(text: string): RedisCommand {
  const words = text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|\S+/g) ?? []
  const [name = 'PING', ...args] = words.map((word) =>
    /^(["']).*\1$/s.test(word) ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word,
  )
  return [name, ...args]
}
