import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workloads } from '../../../../bench/gate/workloads.ts'
import { repositoryPath } from '../../../support/process.ts'

const folder = join(repositoryPath, 'bench/gate/workloads')

describe('the perf files of the gate', () => {
  test('each one is tried, and each that is tried is there', async () => {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.perf.ts'))
    expect(files.toSorted()).toEqual(workloads.map(({ name }) => `${name}.perf.ts`).toSorted())
  })

  test.each(workloads.map(({ name, library }) => [name, library] as const))(
    '%s does as many operations as the slowdown says, and none more by itself',
    async (name, library) => {
      const text = await readFile(join(folder, `${name}.perf.ts`), 'utf8')
      expect(text).toMatch(/= operations\(\d+00\)$/mu)
      expect(text).toContain('export const workload: Scenario = scenario(')
      if (library !== undefined) expect(text).toContain(`from '${library}'`)
    },
  )
})
