import type { LoadClientOptions, LoadTransport, ObservingClient } from '../../../../model/load.ts'
import { refuseProblems } from '../exchanging/refuse.ts'
import { SessionClient } from '../session/client.ts'
import { observedDeliveries } from '../session/delivery.ts'
import type { SessionDriver } from '../session/driver.ts'
import { loadPackage, requirePackage } from '../exchanging/package.ts'
import { hiderFor } from '../session/secrets.ts'
import { redisProblems } from './check.ts'
import { type CommandWork, performCommands } from './commands.ts'
import { redisFailure } from './failure.ts'
import { type FilledRedisPlan, type FilledRedisWork, redisWithInput } from './input.ts'
import { openRedis, type RedisConstructor, type RedisOpening, type RedisSession } from './open.ts'
import { openPublishing, performPublish, type PublishSession, type PublishWork } from './publish.ts'

/** Drives a Redis server, over the package ioredis. */
export const redisTransport: LoadTransport<FilledRedisPlan> = {
  kind: 'redis',
  check: (plan) => {
    requirePackage(IOREDIS)
    return redisProblems(plan)
  },
  withInput: redisWithInput,
  open: async (plan, common) => {
    refuseProblems('Redis', redisProblems(plan))
    const work = plan.work ?? PING
    const addresses = addressesOf(plan, work)
    const { Redis } = await loadPackage(IOREDIS, () => import('ioredis'))
    const parts = { Redis, plan, common, addresses }
    return work.kind === 'publish' ? publishing(work, parts) : commanding(work, parts)
  },
}

const IOREDIS = { name: 'ioredis', neededFor: 'redis://' }

const PING: CommandWork = { kind: 'command', command: ['PING'] }

/** Where it publishes or sends commands to, and where it subscribes. */
interface Addresses {
  readonly main: URL
  readonly subscribe: readonly URL[]
}

interface Parts {
  readonly Redis: RedisConstructor
  readonly plan: FilledRedisPlan
  readonly common: LoadClientOptions
  readonly addresses: Addresses
}

function commanding(work: CommandWork, parts: Parts): SessionClient<RedisSession> {
  return new SessionClient(
    {
      room: parts.common.pipelining,
      open: (onLost, signal) => openRedis(openingOf(parts, parts.addresses.main, signal), onLost),
      perform: performCommands(work),
      failureOf: failureFor(parts.addresses),
    },
    parts.common,
  )
}

function publishing(work: PublishWork, parts: Parts): ObservingClient {
  const { observed, events } = observedDeliveries()
  const driver: SessionDriver<PublishSession> = {
    room: parts.common.pipelining,
    open: (onLost, signal) =>
      openPublishing(
        work,
        {
          publishAt: openingOf(parts, parts.addresses.main, signal),
          subscribeAt: parts.addresses.subscribe.map((url) => openingOf(parts, url, signal)),
        },
        { ...events, onLost },
      ),
    perform: performPublish(work, events),
    failureOf: failureFor(parts.addresses),
  }
  return Object.assign(new SessionClient(driver, parts.common), { observations: observed })
}

function addressesOf(plan: FilledRedisPlan, work: FilledRedisWork): Addresses {
  const main = new URL(plan.url)
  if (work.kind !== 'publish') return { main, subscribe: [] }
  const places = (work.subscribeUrls ?? [plan.url]).map((text) => new URL(text))
  const count = work.subscribers ?? places.length
  const subscribe = Array.from(
    { length: count },
    (_, index) => places[index % places.length] ?? main,
  )
  return { main, subscribe }
}

function openingOf({ Redis, plan, common }: Parts, url: URL, signal: AbortSignal): RedisOpening {
  const tls = {
    ...(plan.insecure === true ? { rejectUnauthorized: false } : {}),
    ...(plan.ca === undefined ? {} : { ca: plan.ca }),
  }
  return { Redis, url, timeoutMs: common.timeoutMs, tls, signal }
}

function failureFor({ main, subscribe }: Addresses): SessionDriver<never>['failureOf'] {
  const hiders = [main, ...new Set(subscribe)].map(hiderFor)
  const hide = (text: string): string => hiders.reduce((left, hider) => hider(left), text)
  return (thrown) => redisFailure(thrown, hide)
}
