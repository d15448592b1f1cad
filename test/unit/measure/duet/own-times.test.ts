import { describe, expect, it } from 'vitest'
import { type CpuProfile, ownTimes } from '../../../../src/measure/bench/duet/own-times.ts'
import { placeOn } from '../../../../src/measure/bench/duet/profile-sides.ts'

type Frame = readonly [name: string, url: string, line: number]

/** Each sample lasts 1000 µs unless said. */
function profile(
  frames: readonly Frame[],
  samples: readonly number[],
  timeDeltas: readonly number[] = samples.map(() => 1000),
): CpuProfile {
  return {
    nodes: frames.map(([functionName, url, lineNumber], index) => ({
      id: index + 1,
      callFrame: { functionName, url, lineNumber },
    })),
    samples,
    timeDeltas,
  }
}

const asIs = (url: string): string => url

describe('own times', () => {
  it('sum the samples of a function wherever it was called from, and count lines from 1', () => {
    const frames: readonly Frame[] = [
      ['parse', 'a.ts', 9],
      ['parse', 'a.ts', 9],
      ['check', 'a.ts', 19],
    ]
    expect(ownTimes(profile(frames, [1, 2, 3, 1]), asIs)).toEqual([
      { name: 'parse', file: 'a.ts', line: 10, ns: 3e6, samples: 3 },
      { name: 'check', file: 'a.ts', line: 20, ns: 1e6, samples: 1 },
    ])
  })

  it('take functions of one name in one file together, where most of the time went', () => {
    const frames: readonly Frame[] = [
      ['', 'a.ts', 4],
      ['', 'a.ts', 7],
      ['', 'b.ts', 1],
    ]
    expect(ownTimes(profile(frames, [1, 2, 2, 3]), asIs)).toEqual([
      { name: '(anonymous)', file: 'a.ts', line: 8, ns: 3e6, samples: 3 },
      { name: '(anonymous)', file: 'b.ts', line: 2, ns: 1e6, samples: 1 },
    ])
  })

  it('leave out waiting and what is not asked for, and keep what the engine does', () => {
    const frames: readonly Frame[] = [
      ['(idle)', '', -1],
      ['(program)', '', -1],
      ['(garbage collector)', '', -1],
      ['loop', 'plimsoll', 3],
    ]
    const asked = (url: string): string | undefined => (url === 'plimsoll' ? undefined : url)
    expect(ownTimes(profile(frames, [1, 2, 3, 4]), asked)).toEqual([
      { name: '(garbage collector)', file: '', line: null, ns: 1e6, samples: 1 },
    ])
  })

  it('do not charge a function with a gap in which the machine ran something else', () => {
    const frames: readonly Frame[] = [['parse', 'a.ts', 0]]
    const [time] = ownTimes(profile(frames, [1, 1, 1, 1], [0, 1000, 400_000, 1000]), asIs)
    expect(time?.ns).toBe(11e6)
  })

  it('are none without samples', () => {
    expect(ownTimes(profile([], []), asIs)).toEqual([])
  })
})

describe('what a file is called on both sides', () => {
  const sides = {
    current: { root: '/home/me/app', cwd: '/home/me/app/packages/a' },
    baseline: { root: '/home/me/app/.plimsoll/trees/x', cwd: '/home/me/app/.plimsoll/trees/x' },
  }

  it.each([
    ['file:///home/me/app/packages/a/src/b.ts', 'packages/a/src/b.ts'],
    ['file:///home/me/app/.plimsoll/trees/x/packages/a/src/b.ts?side=1', 'packages/a/src/b.ts'],
    ['file:///home/me/app/node_modules/.pnpm/c@1/node_modules/c/d.js', 'node_modules/c/d.js'],
    ['file:///elsewhere/e.ts', '/elsewhere/e.ts'],
    ['node:internal/url', 'node:internal/url'],
    ['', ''],
  ])('%s is %s', (url, name) => {
    expect(placeOn(url, sides)).toBe(name)
  })

  it('is nothing for plimsoll itself', () => {
    const own = new URL('../../../../src/measure/bench/engine/loops.ts?scenario=0', import.meta.url)
    expect(placeOn(own.href, sides)).toBeUndefined()
  })
})
