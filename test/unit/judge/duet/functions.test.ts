import { describe, expect, it } from 'vitest'
import { changedFunctions, type ProfiledSide } from '../../../../src/judge/duet/functions.ts'
import type { OwnTime } from '../../../../src/model/cpu-profile.ts'

/** 1 ms a sample, as the profiler takes them. */
const seen = (name: string, samples: number, line: number | null = 1): OwnTime => ({
  name,
  file: line === null ? '' : 'src/a.ts',
  line,
  ns: samples * 1e6,
  samples,
})

const side = (functions: readonly OwnTime[], iterationNs: number | null = null): ProfiledSide => ({
  profile: { iterations: 1000, functions },
  iterationNs,
})

describe('functions whose own time changed', () => {
  it('are named with the time of both sides, largest change first, in the lines of the current side', () => {
    const before = side([seen('parse', 500, 10), seen('check', 400, 20), seen('gone', 100, 30)])
    const now = side([seen('parse', 505, 14), seen('check', 900, 24), seen('fresh', 200, 40)])
    expect(changedFunctions(before, now)).toEqual([
      { name: 'check', file: 'src/a.ts', line: 24, baselineNs: 400_000, currentNs: 900_000 },
      { name: 'fresh', file: 'src/a.ts', line: 40, baselineNs: 0, currentNs: 200_000 },
      { name: 'gone', file: 'src/a.ts', line: 30, baselineNs: 100_000, currentNs: 0 },
    ])
  })

  it('are those that changed by more than the chance of sampling', () => {
    const before = side([seen('a', 100), seen('b', 10_000)])
    expect(changedFunctions(before, side([seen('a', 150), seen('b', 10_000)]))).toEqual([])
    expect(changedFunctions(before, side([seen('a', 200), seen('b', 10_000)]))).toEqual([])
    expect(changedFunctions(before, side([seen('a', 300), seen('b', 10_000)]))).toHaveLength(1)
    expect(changedFunctions(side([]), side([seen('a', 15)]))).toEqual([])
  })

  it('are five at most, and what the engine does by itself may be one', () => {
    const now = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => seen(name, 100 + 50 * index))
    const found = changedFunctions(side([]), side([...now, seen('(garbage collector)', 900, null)]))
    expect(found.map(({ name }) => name)).toEqual(['(garbage collector)', 'f', 'e', 'd', 'c'])
    expect(found[0]).toMatchObject({ file: '', line: null })
  })

  it('are told apart by their files', () => {
    const other = { ...seen('parse', 400), file: 'src/b.ts' }
    const found = changedFunctions(side([seen('parse', 400)]), side([seen('parse', 400), other]))
    expect(found).toMatchObject([{ name: 'parse', file: 'src/b.ts' }])
  })

  it('are none where the machine was merely busier during one of the profiles', () => {
    const before = [seen('parse', 500), seen('check', 500)]
    const busier = [seen('parse', 1000), seen('check', 1000)]
    expect(changedFunctions(side(before), side(busier))).toHaveLength(2)
    expect(changedFunctions(side(before, 1000), side(busier, 1000))).toEqual([])
  })

  it('are none where nothing ran', () => {
    const empty: ProfiledSide = { profile: { iterations: 0, functions: [] }, iterationNs: 100 }
    expect(changedFunctions(empty, empty)).toEqual([])
  })
})
