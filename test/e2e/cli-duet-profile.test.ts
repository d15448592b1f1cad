import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Comparison } from '../../src/model/comparison.ts'
import { sharedTempDir, writeFiles } from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import { failureOf, plimsoll } from './cli-project.ts'
import { BRIEFLY, comparisonOf, fillDuetProject, leftIn, scenarioOf } from './duet-project.ts'

const SPIN = `let total = 0
export const spin = (rounds: number): number => {
  for (let round = 0; round < rounds; round++) total += Math.sqrt(round + total)
  return total
}
`

const before = `import { spin } from './spin.ts'

export function encode(): number {
  return spin(2000)
}
`

/** Lines moved, and one function came in. */
const after = `import { spin } from './spin.ts'

/** Makes sure. */
export function checkTwice(): number {
  let total = 0
  for (let round = 0; round < 30_000; round++) total += Math.sqrt(round + total)
  return total
}

export function encode(): number {
  return spin(2000) + checkTwice()
}
`

const perf = `import { scenario } from 'plimsoll'
import { encode } from '../src/encode.ts'
import { spin } from '../src/spin.ts'

export const a = scenario('encode / all', { run: () => encode() })
export const b = scenario('steady', { run: () => spin(2000) })
`

const cwd = sharedTempDir()

describe('duet --cpu-profile', () => {
  let result: ProcessResult
  let said: Comparison
  beforeAll(async () => {
    await fillDuetProject(cwd, {
      'src/spin.ts': SPIN,
      'src/encode.ts': before,
      'perf/encode.perf.ts': perf,
    })
    await writeFiles(cwd, { 'src/encode.ts': after })
    result = await plimsoll(cwd, ['duet', 'main', ...BRIEFLY, '--cpu-profile', '--json'])
    said = comparisonOf(result)
  })

  test('keeps a profile of each side of what moved, and of nothing else', async () => {
    const files = {
      baseline: '.plimsoll/profiles/encode-all.baseline.cpuprofile',
      current: '.plimsoll/profiles/encode-all.current.cpuprofile',
    }
    expect(scenarioOf(said, 'encode / all')).toMatchObject({
      verdict: 'regressed',
      profile: { files },
    })
    expect(scenarioOf(said, 'steady').profile).toBeUndefined()
    expect((await readdir(join(cwd, '.plimsoll/profiles'))).toSorted()).toEqual([
      'encode-all.baseline.cpuprofile',
      'encode-all.current.cpuprofile',
    ])
    expect(await leftIn(cwd)).toEqual([])
  })

  test('names the function that takes the time, where it stands in the source', () => {
    const [first] = scenarioOf(said, 'encode / all').profile?.functions ?? []
    expect(first).toMatchObject({
      name: 'checkTwice',
      file: 'src/encode.ts',
      line: 4,
      baselineNs: 0,
    })
    expect(first?.currentNs).toBeGreaterThan(1_000)
  })

  test('writes the lines of the source into the profile', async () => {
    const file = join(cwd, '.plimsoll/profiles/encode-all.current.cpuprofile')
    const profile = JSON.parse(await readFile(file, 'utf8')) as {
      nodes: { callFrame: { functionName: string; lineNumber: number } }[]
    }
    const found = profile.nodes.find(({ callFrame }) => callFrame.functionName === 'checkTwice')
    expect(found?.callFrame.lineNumber).toBe(3)
  })

  test('tells its progress on stderr, a line at a time', () => {
    expect(result.stderr).toMatch(/^general: steady {2}\d+ process(?:es)?\b/m)
    expect(result.stderr).toMatch(/^general: encode \/ all {2}4 processes {2}\+.* %.*$/m)
    expect(result.stderr).toMatch(/^\[\d\/2\] general: encode \/ all {2}.* \d+ processes.*$/m)
    expect(result.stderr).toContain('encode / all  CPU profile of the baseline side\n')
    expect(result.stderr).toContain('encode / all  CPU profile of the current side\n')
  })
})

test('in words; with --quiet nothing stands beside them', async () => {
  const args = ['duet', 'main', ...BRIEFLY, '--only', 'encode', '--cpu-profile=profiles', '--quiet']
  const { stdout, stderr, code } = await plimsoll(cwd, args)
  expect({ stderr, code }).toEqual({ stderr: '', code: 1 })
  expect(stdout).toMatch(/^ +checkTwice \(src\/encode\.ts:4\): .*, new$/m)
  expect(stdout).toContain('profiles/encode-all.baseline.cpuprofile\n')
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
})

test('a folder that can’t be made is exit 2, before anything is checked out', async () => {
  await writeFiles(cwd, { 'file.txt': '' })
  const args = ['duet', 'main', ...BRIEFLY, '--cpu-profile', 'file.txt/profiles']
  expect(await failureOf(cwd, args)).toMatchObject({ code: 'FOLDER_NOT_MADE' })
  expect(await leftIn(cwd)).toEqual([])
})
