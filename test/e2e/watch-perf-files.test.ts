import { realpathSync } from 'node:fs'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { watchPerfFiles } from '../../src/measure/bench/watch/watch-perf-files.ts'
import { type ProjectFiles, tempDir, writeFiles } from '../support/folders.ts'

/** A project that is watched: `next` gives the perf files that are touched next, relative to it. */
async function watched(
  files: ProjectFiles,
  options: { readonly shared?: readonly string[] } = {},
): Promise<{ cwd: string; next: () => Promise<string[]>; stop: AbortController }> {
  const cwd = realpathSync(await tempDir())
  await writeFiles(cwd, files)
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const changes = watchPerfFiles({
    cwd,
    files: Object.keys(files)
      .filter((name) => name.includes('.perf.'))
      .map((name) => join(cwd, name)),
    signal: stop.signal,
    shared: (options.shared ?? []).map((name) => join(cwd, name)),
  })
  const next = async (): Promise<string[]> => {
    const { value } = await changes.next()
    return ((value as readonly string[] | undefined) ?? []).map((path) =>
      relative(cwd, path).replaceAll('\\', '/'),
    )
  }
  return { cwd, next, stop }
}

const PROJECT: ProjectFiles = {
  'perf/a.perf.ts': `import '../src/only-a.ts'; import '../src/both.ts'`,
  'perf/b.perf.test.ts': `import '../src/both.ts'`,
  'perf/c.perf.ts': `import '../src/not-yet'`,
  'src/only-a.ts': '1',
  'src/both.ts': `import './deep.ts'`,
  'src/deep.ts': '1',
  'src/nobody.ts': '1',
}

test('gives the perf files that a change touches, and passes over the others', async () => {
  const { cwd, next } = await watched(PROJECT)
  await writeFile(join(cwd, 'src/nobody.ts'), '2')
  await writeFile(join(cwd, 'src/only-a.ts'), '2')
  expect(await next()).toEqual(['perf/a.perf.ts'])
  await writeFile(join(cwd, 'src/deep.ts'), '2')
  expect(await next()).toEqual(['perf/a.perf.ts', 'perf/b.perf.test.ts'])
  await writeFile(join(cwd, 'perf/b.perf.test.ts'), 'export {}')
  expect(await next()).toEqual(['perf/b.perf.test.ts'])
  // It no longer imports it.
  await writeFile(join(cwd, 'src/both.ts'), '3')
  expect(await next()).toEqual(['perf/a.perf.ts'])
})

test('keeps what changes while nobody waits', async () => {
  const { cwd, next } = await watched(PROJECT)
  const first = next()
  await writeFile(join(cwd, 'src/only-a.ts'), '2')
  expect(await first).toEqual(['perf/a.perf.ts'])
  await writeFile(join(cwd, 'src/only-a.ts'), '3')
  await writeFile(join(cwd, 'src/both.ts'), '3')
  expect(await next()).toEqual(['perf/a.perf.ts', 'perf/b.perf.test.ts'])
})

test('notices files and folders that appear, move and go', async () => {
  const { cwd, next } = await watched(PROJECT)
  await writeFile(join(cwd, 'src/not-yet.ts'), '1')
  expect(await next()).toEqual(['perf/c.perf.ts'])
  await mkdir(join(cwd, 'new/folder'), { recursive: true })
  await writeFile(join(cwd, 'new/folder/d.perf.ts'), `import '../../src/deep.ts'`)
  expect(await next()).toEqual(['new/folder/d.perf.ts'])
  await rm(join(cwd, 'perf/a.perf.ts'))
  await writeFile(join(cwd, 'src/deep.ts'), '2')
  expect(await next()).toEqual(['new/folder/d.perf.ts', 'perf/b.perf.test.ts'])
  await rename(join(cwd, 'src'), join(cwd, 'moved'))
  expect(await next()).toEqual(['new/folder/d.perf.ts', 'perf/b.perf.test.ts', 'perf/c.perf.ts'])
  await rename(join(cwd, 'moved'), join(cwd, 'src'))
  expect(await next()).toEqual(['new/folder/d.perf.ts', 'perf/b.perf.test.ts', 'perf/c.perf.ts'])
})

test('is not fooled by files that are touched, nor by what lies in ignored folders', async () => {
  const { cwd, next } = await watched({
    ...PROJECT,
    'node_modules/x/index.js': '1',
    'dist/x.js': '1',
  })
  await utimes(join(cwd, 'src/both.ts'), new Date(), new Date())
  await writeFile(join(cwd, 'src/both.ts'), `import './deep.ts'`)
  await writeFiles(cwd, {
    'node_modules/x/e.perf.ts': '',
    'dist/e.perf.ts': '',
    '.plimsoll/e.perf.ts': '',
  })
  await writeFile(join(cwd, 'src/only-a.ts'), '2')
  expect(await next()).toEqual(['perf/a.perf.ts'])
})

test('runs all again when the configuration or an alias changes', async () => {
  const { cwd, next } = await watched(
    { ...PROJECT, 'plimsoll.config.ts': '1', 'perf/c.perf.ts': `import '@x'`, 'src/x.ts': '1' },
    { shared: ['plimsoll.config.ts'] },
  )
  const all = ['perf/a.perf.ts', 'perf/b.perf.test.ts', 'perf/c.perf.ts']
  await writeFile(join(cwd, 'plimsoll.config.ts'), '2')
  expect(await next()).toEqual(all)
  await writeFile(
    join(cwd, 'tsconfig.json'),
    '{ "compilerOptions": { "paths": { "@x": ["./src/x.ts"] } } }',
  )
  expect(await next()).toEqual(all)
  await writeFile(join(cwd, 'src/x.ts'), '2')
  expect(await next()).toEqual(['perf/c.perf.ts'])
})

test('ends with the signal', async () => {
  const { cwd, next, stop } = await watched(PROJECT)
  const waiting = next()
  stop.abort()
  expect(await waiting).toEqual([])
  await writeFile(join(cwd, 'src/both.ts'), '9')
  expect(await next()).toEqual([])
})
