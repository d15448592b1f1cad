import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baselineCandidates,
  baselineNameProblem,
  branchOfRef,
  checkBaselineName,
  chooseBaseline,
  triedText,
} from '../../../src/judge/baselines.ts'

const names = (situation: Parameters<typeof baselineCandidates>[0]) =>
  baselineCandidates(situation).map((candidate) => candidate.name)

describe('baselineCandidates', () => {
  it('tries nothing else when the user named one', () => {
    expect(names({ flag: 'v2', config: 'release', branch: 'main', defaultBranch: 'main' })).toEqual(
      ['v2'],
    )
  })

  it('goes from the config to the branch, where it came from, and the default branch', () => {
    expect(
      names({
        config: 'release',
        branch: 'feature/x',
        baseRef: 'develop',
        mergeBaseBranches: ['develop', 'next'],
        defaultBranch: 'main',
      }),
    ).toEqual(['release', 'feature/x', 'develop', 'next', 'main'])
  })

  it('finds the default branch’s from a detached head and from a pull request', () => {
    expect(names({ branch: null, defaultBranch: 'main' })).toEqual(['main'])
    expect(names({ branch: null, baseRef: 'main', defaultBranch: 'main' })).toEqual(['main'])
    expect(names({ branch: null, mergeBaseBranches: ['origin/main'] })).toEqual(['main'])
  })

  it('looks for main outside a git repository', () => {
    expect(names({})).toEqual(['main'])
    expect(names({ flag: '', config: '', branch: '', baseRef: '' })).toEqual(['main'])
    expect(names({ config: 'release' })).toEqual(['release', 'main'])
  })

  it('says why each', () => {
    expect(triedText(baselineCandidates({ branch: 'x', defaultBranch: 'refs/heads/main' }))).toBe(
      "'x' (of this branch), 'main' (of the default branch)",
    )
  })

  it.each([
    ['main', 'main'],
    ['refs/heads/feature/a', 'feature/a'],
    ['refs/remotes/upstream/main', 'main'],
    ['origin/release/1', 'release/1'],
    ['feature/origin/x', 'feature/origin/x'],
  ])('reads the ref %s as the branch %s', (ref, branch) => {
    expect(branchOfRef(ref)).toBe(branch)
  })
})

describe('chooseBaseline', () => {
  const candidates = baselineCandidates({ branch: 'x', baseRef: 'next', defaultBranch: 'main' })

  it('takes the first that exists, and explains itself', () => {
    const main = { name: 'main', run: 'R' }
    expect(chooseBaseline(candidates, [{ name: 'other', run: 'S' }, main])).toEqual({
      baseline: main,
      candidate: candidates[2],
      explanation:
        "baseline 'main', of the default branch; there is no 'x' (of this branch), 'next' (of the branch that this is to be merged into)",
    })
    expect(chooseBaseline(candidates, [{ name: 'x' }])?.explanation).toBe(
      "baseline 'x', of this branch",
    )
  })

  it('finds none where there is none', () => {
    expect(chooseBaseline(candidates, [{ name: 'other' }])).toBeUndefined()
    expect(chooseBaseline([], [{ name: 'main' }])).toBeUndefined()
  })
})

describe('names of baselines', () => {
  it.each(['main', 'feature/ABC-12_x', 'v2.1', 'größer', '#12', 'renovate/@types/node@24'])(
    '%s is a good one',
    (name) => {
      expect(baselineNameProblem(name)).toBeUndefined()
      expect(checkBaselineName(name)).toBe(name)
    },
  )

  it.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    [' main', 'it begins or ends with a space'],
    ['-f', 'it begins with a dash, as flags do'],
    ['a\nb', 'it holds a control character'],
    ['a\u001B[31mb', 'it holds a control character'],
    ['x'.repeat(256), 'it is longer than 255 characters'],
    ['01JBQ3Z5Y0VV6X3H0QK2M4N6P8', 'it looks like the id of a run'],
  ])('%j is refused: %s', (name, problem) => {
    expect(baselineNameProblem(name)).toBe(problem)
    expect(() => checkBaselineName(name)).toThrow(problem)
  })

  it('never lets a refused name break out of its message', () => {
    const unit = fc.constantFrom('a', '-', ' ', '\n', '\u001B', '\u2028', '\uD800', '\u0085')
    fc.assert(
      fc.property(fc.string({ unit }), (name) => {
        if (baselineNameProblem(name) === undefined) {
          expect(name).not.toMatch(/[\p{Cc}\p{Zl}]/u)
          return
        }
        let message = ''
        try {
          checkBaselineName(name)
        } catch (error) {
          message = error instanceof Error ? error.message : ''
        }
        expect(message).toContain("can't name a baseline")
        expect(message).not.toMatch(/[\p{Cc}\p{Zl}]/u)
      }),
    )
  })
})
