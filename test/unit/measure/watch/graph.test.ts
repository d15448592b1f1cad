import { realpathSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { readAliases } from '../../../../src/measure/bench/watch/aliases.ts'
import { traceImports } from '../../../../src/measure/bench/watch/graph.ts'
import { type ProjectFiles, tempDir, writeFiles } from '../../../support/folders.ts'

/** What `entry` depends on, relative to the project. */
async function dependenciesOf(entry: string, files: ProjectFiles): Promise<string[]> {
  const cwd = realpathSync(await tempDir())
  await writeFiles(cwd, files)
  await mkdir(join(cwd, 'node_modules'), { recursive: true })
  await symlink(join(cwd, 'packages/linked'), join(cwd, 'node_modules/linked'), 'junction').catch(
    () => {},
  )
  const { files: found } = traceImports(join(cwd, entry), readAliases(cwd))
  return [...found.keys()].map((path) => relative(cwd, path).replaceAll('\\', '/')).toSorted()
}

test('follows imports, with and without extension, in circles too', async () => {
  const found = await dependenciesOf('perf/a.perf.ts', {
    'perf/a.perf.ts': `import '../src/one'; import '../src/two.js'; import './data.json' with { type: 'json' }; import './gone.ts'`,
    'perf/data.json': '{}',
    'src/one.ts': `export * from './folder'`,
    'src/two.ts': `import '../perf/a.perf.ts'`,
    'src/folder/index.ts': `import 'node:fs'; import 'not-installed'`,
    'src/other.ts': '',
  })
  expect(found).toEqual([
    'perf/a.perf.ts',
    'perf/data.json',
    'src/folder/index.ts',
    'src/one.ts',
    'src/two.ts',
  ])
})

test('knows the aliases of tsconfig.json and of what it extends', async () => {
  const found = await dependenciesOf('a.perf.ts', {
    'tsconfig.json': '{ // a comment, and "a, }" in a text\n "extends": "./config/base.json", }',
    'config/base.json':
      '{ "compilerOptions": { "paths": { "@app/*": ["../src/*"], "exact": ["../src/b.ts"], /* */ } } }',
    'a.perf.ts': `import '@app/a'; import 'exact'`,
    'src/a.ts': '',
    'src/b.ts': '',
  })
  expect(found).toEqual(['a.perf.ts', 'src/a.ts', 'src/b.ts'])
})

test('follows a package of the same workspace, and no other', async () => {
  const found = await dependenciesOf('a.perf.ts', {
    'a.perf.ts': `import 'linked'; import 'installed'`,
    'packages/linked/package.json': '{ "name": "linked", "main": "./main.js" }',
    'packages/linked/main.js': '',
    'node_modules/installed/package.json': '{ "main": "./main.js" }',
    'node_modules/installed/main.js': '',
  })
  expect(found).toEqual(['a.perf.ts', 'packages/linked/main.js'])
})
