import { expect, test } from 'vitest'
import {
  directServers,
  serverName,
  targetServers,
} from '../../../../../src/measure/target/observe/names.ts'
import type { RunningTarget } from '../../../../../src/measure/target/start-target.ts'

/** A target with servers, by variable. */
function target(name: string, servers: Readonly<Record<string, string>>): RunningTarget {
  return {
    info: { name, url: '', instances: [{ name, url: '', ports: {} }], servers },
    instances: [],
    servers: Object.entries(servers).map(([variable, url]) => ({
      ...{ variable, url, service: undefined },
      kind: url.startsWith('redis') ? ('redis' as const) : ('postgres' as const),
    })),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const namesOf = (...targets: readonly RunningTarget[]): readonly string[] =>
  targetServers(targets).map(({ name }) => name)

test.each([
  ['REDIS_URL', 'redis'],
  ['DATABASE_URL', 'database'],
  ['EVENTS_CACHE_URI', 'events cache'],
  ['PG_DSN', 'pg'],
  ['URL', 'url'],
  ['cache', 'cache'],
])('%s → %s', (variable, name) => {
  expect(serverName(variable)).toBe(name)
})

test('each server has a name of its own', () => {
  const one = { REDIS_URL: 'redis://a', DATABASE_URL: 'postgres://a' }
  expect(namesOf(target('bot', one))).toEqual(['redis', 'database'])
  const two = [target('bot', one), target('web', { REDIS_URL: 'redis://b' })]
  expect(namesOf(...two)).toEqual(['bot redis', 'database', 'web redis'])
  expect(namesOf(target('redis', { REDIS_URL: 'redis://a' }))).toEqual(['redis redis'])
  const both = { CACHE: 'redis://a', CACHE_URL: 'redis://b' }
  expect(namesOf(target('bot', both))).toEqual(['bot cache', 'bot cache 2'])
})

test('one that several use is watched once', () => {
  const shared = { REDIS_URL: 'redis://shared' }
  expect(namesOf(target('bot', shared), target('web', shared))).toEqual(['redis'])
})

test('one that is loaded itself has the name of its kind, unless a target uses it', () => {
  const used = targetServers([target('bot', { REDIS_URL: 'redis://a' })])
  const loaded = ['redis://a', 'redis://b', 'redis://b', 'redis://c'].map((url) => ({
    kind: 'redis' as const,
    url,
  }))
  expect(directServers(loaded, used).map(({ name, url }) => [name, url])).toEqual([
    ['redis 2', 'redis://b'],
    ['redis 3', 'redis://c'],
  ])
})
