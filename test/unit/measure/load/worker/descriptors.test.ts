import { describe, expect, test } from 'vitest'
import { PlimsollError } from '../../../../../src/kernel/errors.ts'
import {
  descriptorLimit,
  descriptorNotes,
  requireDescriptors,
} from '../../../../../src/measure/load/worker/descriptors.ts'
import {
  type LoadLane,
  type ResolvedPlan,
  resolvePlan,
} from '../../../../../src/measure/load/engine/plan.ts'
import { constantUsers, echoPlan } from '../../../../e2e/load/plans.ts'

const planWith = (lane: Partial<LoadLane>, workers = 1): ResolvedPlan =>
  resolvePlan(echoPlan({ port: 1, lines: [] }, { ...lane, workers }))

function refusal(plan: ResolvedPlan, limit: number): PlimsollError | undefined {
  try {
    requireDescriptors(plan, limit)
    return undefined
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return thrown
    throw thrown
  }
}

const code = (users: number): Partial<LoadLane> => ({
  work: { kind: 'code', scenario: { path: '/x.perf.ts', exportName: 'x', paramsIndex: 0 } },
  schedule: constantUsers(users, 1000),
  connections: 0,
})

describe('connections beyond the open files of a process', () => {
  test('are refused with what to raise, and by how much', () => {
    expect(refusal(planWith({ connections: 5000 }), 1024)).toMatchObject({
      code: 'TOO_MANY_CONNECTIONS',
      exitCode: 2,
      message:
        '5,000 connections of one worker need some 5,048 open files, and a process may have 1,024 here',
      hint: expect.stringContaining('ulimit -n 5048'),
    })
    expect(refusal(planWith({ connections: 900 }), 1024)).toBeUndefined()
  })

  test('are counted in each worker, and of all lanes', () => {
    expect(refusal(planWith({ connections: 1900 }, 2), 1024)).toBeUndefined()
    const plan = planWith({ connections: 600 })
    const both = { ...plan, lanes: [...plan.lanes, ...plan.lanes] }
    expect(refusal(both, 1024)).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' })
  })

  test('are not refused where there is no limit', () => {
    expect(() => requireDescriptors(planWith({ connections: 50_000 }), Infinity)).not.toThrow()
  })
})

describe('users of code', () => {
  test('beyond the open files are told: what they open nobody knows before', () => {
    expect(refusal(planWith(code(2000)), 1024)).toBeUndefined()
    expect(descriptorNotes(planWith(code(2000)), 1024)).toMatchObject([
      { code: 'MORE_USERS_THAN_FILES', message: expect.stringContaining('2,000 users') },
    ])
    expect(descriptorNotes(planWith(code(900)), 1024)).toEqual([])
  })
})

test('the limit of this process is what a test process could live with', () => {
  expect(descriptorLimit()).toBeGreaterThan(100)
})
