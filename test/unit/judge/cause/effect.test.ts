import { describe, expect, test } from 'vitest'
import { describeEffect, effectOf } from '../../../../src/judge/cause/effect.ts'
import { judgedWindows } from '../../../../src/judge/cause/windows.ts'
import type { CauseReport } from '../../../../src/model/cause.ts'
import { madeResult } from './timelines.ts'

function effect(meanMs: readonly number[]): CauseReport['effect'] {
  const judged = judgedWindows(madeResult({ meanMs }))
  const found = judged === undefined ? undefined : effectOf(judged)
  return judged === undefined || found === undefined ? null : describeEffect(found, judged)
}

const usual = [5, 6, 5, 4, 6, 5, 5, 6, 4, 5]

describe('slow windows', () => {
  test('are those of the best split', () => {
    expect(effect([...usual, 50, 60, ...usual, 70, ...usual])).toMatchObject({
      stretches: [
        { startMs: 10_000, durationMs: 2000 },
        { startMs: 22_000, durationMs: 1000 },
      ],
      slowWindows: 3,
      windows: 32,
      slowMs: 60,
    })
  })

  test('may be most of them', () => {
    expect(
      effect([...usual, ...usual, ...usual].map((ms, at) => (at % 10 < 7 ? 80 : ms))),
    ).toMatchObject({ slowWindows: 20, windows: 29 })
  })

  test('are none when latency is much the same', () => {
    expect(effect([...usual, ...usual])).toBeNull()
    expect(effect([...usual, ...usual].map((ms) => 100 + ms * 5))).toBeNull()
    expect(effect(usual.flatMap((ms) => [ms / 10, ms / 4]))).toBeNull()
  })

  test('are none in too few windows', () => {
    expect(effect([5, 5, 50, 5, 5, 50, 5, 5, 50, 5, 5])).toBeNull()
  })

  test('the first window is the start of the service, and not judged', () => {
    expect(effect([500, ...usual, ...usual])).toBeNull()
  })
})
