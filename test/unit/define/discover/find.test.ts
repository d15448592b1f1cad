import { relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPerfFiles } from '../../../../src/define/discover/find.ts'
import { DEFAULT_INCLUDE } from '../../../../src/define/settings/general.ts'
import { Project } from '../project.ts'

let project: Project
beforeAll(() => {
  project = new Project({
    'z.perf.ts': '',
    'perf/b.perf.mts': '',
    'perf/a.perf.js': '',
    'perf/c.perf.mjs': '',
    'perf/d.perf.test.ts': '',
    'perf/d.perf.d.ts': '',
    'perf/other.ts': '',
    'perf/odd [name].perf.ts': '',
    'node_modules/lib/x.perf.ts': '',
    'dist/x.perf.js': '',
    'pkg/dist/x.perf.js': '',
    '.plimsoll/tree/x.perf.ts': '',
    '.git/x.perf.ts': '',
    'build/perf/deep.perf.ts': '',
  })
})
afterAll(() => project[Symbol.dispose]())

async function found(parts: { include?: string[]; exclude?: string[]; cwd?: string } = {}) {
  const { cwd = project.cwd, include = DEFAULT_INCLUDE, exclude = [] } = parts
  const files = await findPerfFiles({ cwd, include, exclude })
  const shown = (paths: readonly string[]) => paths.map((path) => relative(cwd, path))
  return { perf: shown(files.perf), vitest: shown(files.vitest) }
}

test('finds both kinds, sorted, and never what others wrote or what was built', async () => {
  expect(await found()).toEqual({
    perf: [
      'build/perf/deep.perf.ts',
      'perf/a.perf.js',
      'perf/b.perf.mts',
      'perf/c.perf.mjs',
      'perf/odd [name].perf.ts',
      'z.perf.ts',
    ],
    vitest: ['perf/d.perf.test.ts'],
  })
})

test('looks where it is told', async () => {
  expect(await found({ include: ['build/**/*.ts'] })).toEqual({
    perf: ['build/perf/deep.perf.ts'],
    vitest: [],
  })
  expect((await found({ exclude: ['perf/**'] })).perf).toEqual([
    'build/perf/deep.perf.ts',
    'z.perf.ts',
  ])
})

test('a project inside a folder named dist is a project too', async () => {
  expect((await found({ cwd: project.path('pkg/dist') })).perf).toEqual(['x.perf.js'])
})

test('none at all', async () => {
  await expect(found({ include: ['nothing/**'] })).rejects.toMatchObject({
    code: 'NO_PERF_FILES',
    exitCode: 2,
    hint: 'plimsoll init writes an example; include in the configuration says where perf files are',
  })
})
