import { describe, expect, test } from 'vitest'
import { USUAL_ROUNDS } from '../../../../src/flows/load-against.ts'
import { judgeLoads } from '../../../../src/judge/index.ts'
import { evidenceOf, normals } from './evidence.ts'

const logs = (percent: number, rounds: number = USUAL_ROUNDS): readonly number[] =>
  Array.from({ length: rounds }, (_, round) => percent + (round % 2 === 0 ? 0.3 : -0.3))

const judged = (p50: readonly number[], p95: readonly number[]) =>
  judgeLoads([{ p50: evidenceOf(p50), p95: evidenceOf(p95) }])

describe('a load on two revisions', () => {
  test('where both moved, the median speaks', () => {
    expect(judged(logs(12), logs(20))).toMatchObject([
      {
        verdict: 'regressed',
        metric: 'latency p50',
        method: 'interleaved',
        clock: 'wall',
        metrics: [{ name: 'latency p95', verdict: 'regressed' }],
      },
    ])
  })

  test('a tail that moved alone is a regression', () => {
    expect(judged(logs(0), logs(20))).toMatchObject([
      {
        verdict: 'regressed',
        metric: 'latency p95',
        metrics: [{ name: 'latency p50', verdict: 'unchanged' }],
      },
    ])
  })

  test('a faster median does not make up for a slower tail', () => {
    expect(judged(logs(-12), logs(20))).toMatchObject([
      { verdict: 'regressed', metric: 'latency p95' },
    ])
  })

  test('a tail that can’t be told does not hide an unchanged median', () => {
    const unsure = [30, -20, 15, -40, 10, 25, -5, -30, 45, -15]
    expect(judged(logs(0), unsure)).toMatchObject([
      {
        verdict: 'unchanged',
        metric: 'latency p50',
        metrics: [{ name: 'latency p95', verdict: 'inconclusive' }],
      },
    ])
  })

  test('a better tail is told', () => {
    expect(judged(logs(0), logs(-20))).toMatchObject([
      { verdict: 'improved', metric: 'latency p95' },
    ])
  })

  test.each([4, 8, 9, 12])('%d rounds can tell what is a fifth slower', (rounds) => {
    expect(judged(logs(20, rounds), logs(20, rounds))).toMatchObject([{ verdict: 'regressed' }])
  })

  test('what 8 rounds can’t test exactly must lie farther out than identical code does', () => {
    expect(judged(logs(3, 8), logs(3, 8))).toMatchObject([{ verdict: 'unchanged' }])
    expect(judged(logs(3, 9), logs(3, 9))).toMatchObject([{ verdict: 'regressed' }])
  })

  test('scenarios keep their own', () => {
    const both = judgeLoads([
      { p50: evidenceOf(logs(0), { key: 'read' }), p95: evidenceOf(logs(0), { key: 'read' }) },
      { p50: evidenceOf(logs(15), { key: 'write' }), p95: evidenceOf(logs(15), { key: 'write' }) },
    ])
    expect(both).toMatchObject([
      { key: 'read', verdict: 'unchanged' },
      { key: 'write', verdict: 'regressed' },
    ])
  })

  test.each([8, USUAL_ROUNDS])(
    'identical code is called in no more than 1 %% of comparisons of %d rounds, 600 simulated',
    (count) => {
      const normal = normals(11)
      const rounds = (spread: number): readonly number[] =>
        Array.from({ length: count }, () => normal() * spread)
      const called = Array.from({ length: 600 }, () => judged(rounds(4), rounds(9))).filter(
        ([one]) => one?.verdict === 'regressed' || one?.verdict === 'improved',
      )
      expect(called.length).toBeLessThanOrEqual(6)
    },
  )
})
