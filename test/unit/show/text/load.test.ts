import { describe, expect, test } from 'vitest'
import type { LoadProfile, LoadResult } from '../../../../src/model/run.ts'
import { generatorSentence, scheduleSentence } from '../../../../src/show/text/load.ts'
import { mixedLoad } from '../../../golden/loads.ts'

const users: LoadProfile['schedule'] = {
  kind: 'closed',
  stages: [{ durationMs: 60_000, fromUsers: 40, toUsers: 40 }],
  thinkTimeMs: 0,
  pacingMs: 0,
}

const profile: LoadProfile = {
  kind: 'load',
  name: 'mixed',
  launches: 1,
  timeMs: 60_000,
  mode: 'async',
  loader: 'native',
  schedule: users,
  phases: [],
  connections: 0,
  pipelining: 1,
  maxInFlight: 10_000,
  timeoutMs: 10_000,
  lateBeyondMs: 10,
}

describe('a load test says', () => {
  test('which part of a schedule was the scenario’s, and how users paused', () => {
    expect(scheduleSentence(profile)).toBe('mixed: 40 users for 60.0 s')
    const schedule = { ...users, thinkTimeMs: 2000, pacingMs: 5000 }
    expect(scheduleSentence({ ...profile, share: 0.25, schedule })).toBe(
      'mixed: 25 % of 40 users for 60.0 s, thinking 2.00 s, starting at most every 5.00 s',
    )
  })

  test('that users wait for connections, where not each has one', () => {
    expect(scheduleSentence({ ...profile, connections: 40 })).toBe(
      'mixed: 40 users for 60.0 s, on 40 connections',
    )
    expect(scheduleSentence({ ...profile, connections: 10 })).toBe(
      'mixed: 40 users for 60.0 s, on 10 connections that they wait for (--connections 40: one each)',
    )
    expect(scheduleSentence({ ...profile, connections: 10, share: 0.25 })).not.toContain('wait')
    expect(scheduleSentence({ ...profile, connections: 10, pipelining: 4 })).toBe(
      'mixed: 40 users for 60.0 s, on 10 connections, up to 4 at a time on each',
    )
  })

  test('that a generator kept up with users, who have no times of their own', () => {
    const [result] = mixedLoad.results
    if (result === undefined) throw new Error('no result')
    const withUsers = { ...result, profile } as LoadResult
    expect(generatorSentence(withUsers)).toBe('The generator kept up')
    const health = { ...result.health, generator: 'saturated' } as const
    expect(generatorSentence({ ...withUsers, health })).toBe('The generator did not keep up')
    const paced = { ...profile, schedule: { ...users, pacingMs: 1 } }
    expect(generatorSentence({ ...withUsers, profile: paced })).toContain('99 of 100 iterations')
  })
})
