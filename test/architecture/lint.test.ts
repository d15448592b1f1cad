import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { lintRooms } from '../../scripts/architecture/lint.ts'
import { areas, packagePlaces, rooms } from '../../scripts/architecture/rooms.ts'
import { entryOf } from '../../scripts/tools.ts'
import { sharedTempDir, writeFiles } from '../support/folders.ts'
import { repositoryPath, runProcess } from '../support/process.ts'

const configs = ['.oxlintrc.json', '.oxlintrc.rooms.json']

test('the rules say what the table of rooms says', async () => {
  const written = await readFile(join(repositoryPath, '.oxlintrc.rooms.json'), 'utf8')
  expect(written, 'run: npm run lint:rooms').toBe(lintRooms({ rooms, areas, packagePlaces }))
})

/** What the linter says, as its JSON reporter gives it. */
interface Diagnostic {
  readonly code: string
  readonly filename: string
  readonly message: string
  readonly help?: string
}

/** Code that breaks a rule → the rule, and a part of what is said. */
const planted: readonly (readonly [path: string, text: string, code: string, said: string])[] = [
  ['src/kernel/b.ts', `import '../model/a.ts'`, 'imports', 'no other room: the kernel'],
  ['src/kernel/c.ts', `import 'node:fs'`, 'imports', 'must not import node:'],
  ['src/stats/b.ts', `import '../model/a.ts'`, 'imports', 'Stats may import kernel: statistics'],
  ['src/model/b.ts', `import '../define/a.ts'`, 'imports', 'Model may import kernel: the records'],
  ['src/define/b.ts', `import '../judge/a.ts'`, 'imports', 'the steps do not import one another'],
  ['src/define/c.ts', `import '../stats/a.ts'`, 'imports', 'Define may import model, kernel'],
  ['src/measure/b.ts', `import type { X } from '../record/a.ts'`, 'imports', 'measuring knows'],
  ['src/measure/x/c.ts', `export * from '../../show/a.ts'`, 'imports', 'measuring knows'],
  ['src/record/b.ts', `import '../judge/a.ts'`, 'imports', 'keeping records'],
  ['src/record/c.ts', `import 'node:sqlite'`, 'imports', 'only in src/record/sqlite'],
  ['src/record/d.ts', `import 'zod'`, 'imports', 'only in src/model, src/define'],
  ['src/record/e.ts', `import 'plimsoll/run'`, 'imports', 'import the file'],
  ['src/judge/b.ts', `import '../record/a.ts'`, 'imports', 'judging is mathematics'],
  ['src/judge/c.ts', `import 'node:fs'`, 'imports', 'Judge is pure'],
  ['src/show/b.ts', `import '../judge/a.ts'`, 'imports', 'renderers get records'],
  ['src/show/c.ts', `import '../flows/a.ts'`, 'imports', 'renderers get records'],
  ['src/flows/b.ts', `import '../cli/a.ts'`, 'imports', 'flows is where the steps meet'],
  ['src/flows/c.ts', `import 'commander'`, 'imports', 'only in src/cli'],
  ['src/flows/d.ts', `import 'ioredis'`, 'imports', 'only in src/measure/load/transports/redis'],
  ['src/b.ts', `import './cli/a.ts'`, 'imports', 'the command line is no library'],
  ['src/cli/b.ts', `import '../record/a.ts'`, 'imports', 'the command line parses'],
  ['examples/one/b.ts', `import '../../src/stats/a.ts'`, 'imports', 'An example shows'],
  ['bench/b.ts', `import '../src/cli/a.ts'`, 'imports', 'benchmarked where they are'],
  ['src/stats/d.ts', `export const a = Date.now()`, 'properties', 'A pure room'],
  ['src/judge/d.ts', `export const a = Math.random()`, 'properties', 'seeded Random'],
  ['src/measure/d.ts', `export const a = Math.random()`, 'properties', 'seeded Random'],
  ['src/show/d.ts', `console.log(1)`, 'globals', 'A pure room'],
  ['src/show/e.ts', `globalThis.setTimeout(() => {}, 1)`, 'globals', 'A pure room'],
  ['src/model/c.ts', `export const a = performance.now()`, 'globals', 'A pure room'],
  ['src/record/f.ts', `console.log(1)`, 'no-console', ''],
  ['src/record/g.ts', `export const a = (b: any): string => String(b)`, 'no-explicit-any', ''],
  ['src/record/h.ts', `export const a = (b?: string) => b!`, 'no-non-null-assertion', ''],
  ['src/record/i.ts', `Promise.resolve(1)\nexport {}`, 'no-floating-promises', ''],
  ['src/record/j.ts', `export default 1`, 'no-default-export', ''],
  ['src/record/k.ts', `process.exit(1)`, 'no-process-exit', ''],
  ['src/record/l.ts', `// @ts-ignore\nexport const a: string = 1`, 'ban-ts-comment', ''],
  ['src/record/m.ts', `// oxlint-disable-next-line no-console\nexport {}`, '', 'Unused'],
]

/** Code that keeps them. */
const innocent: Readonly<Record<string, string>> = {
  'src/kernel/clock.ts': `export const now = (): number => performance.now() + Date.now()`,
  'src/record/sqlite/b.ts': `import 'node:sqlite'`,
  'src/measure/judge.ts': `import './show/a.ts'`,
  'src/show/f.ts': `export const year = (text: string): number => new Date(text).getFullYear()`,
  'src/vitest.ts': `import 'vitest'`,
  'examples/one/perf/a.ts': `import 'plimsoll'\nimport '../src/audio/wav.ts'`,
  'test/a.ts': `import '../src/cli/a.ts'`,
  'some.config.ts': `export default 1`,
}

describe('oxlint', () => {
  const folder = sharedTempDir()
  let said: readonly Diagnostic[] = []
  beforeAll(async () => {
    const files = planted.map(([path, text]) => [path, `${text}\n`] as const)
    await writeFiles(folder, { ...innocent, ...Object.fromEntries(files) })
    await writeFiles(folder, { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' })
    for (const name of configs) await copyFile(join(repositoryPath, name), join(folder, name))
    const args = [entryOf('oxlint'), '--format=json']
    const result = await runProcess(process.execPath, args, { cwd: folder })
    expect(result.code, result.stdout + result.stderr).toBe(1)
    said = (JSON.parse(result.stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics
  })

  const saidOf = (path: string): readonly string[] =>
    said
      .filter(({ filename }) => filename === path)
      .map(({ code, message, help }) => `${code}: ${message} ${help ?? ''}`)

  test.each(planted)('%s: %s', (path, _, code, text) => {
    const all = saidOf(path)
    expect(all.filter((line) => line.includes(code) && line.includes(text))).not.toEqual([])
  })

  test.each(Object.keys(innocent))('has nothing to say of %s', (path) => {
    expect(saidOf(path)).toEqual([])
  })
})
