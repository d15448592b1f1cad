import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../../src/define/config/load.ts'
import { loadSettings, readSettings } from '../../../../src/define/settings/load.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plimsoll-config-'))
  write('package.json', '{"type":"module"}')
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(join(import.meta.dirname, '../../../..'), join(cwd, 'node_modules/plimsoll'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

function write(name: string, content: string): void {
  mkdirSync(dirname(join(cwd, name)), { recursive: true })
  writeFileSync(join(cwd, name), content)
}

describe('loadConfig', () => {
  test('is empty where there is none', async () => {
    expect(await loadConfig({ cwd })).toEqual({ path: undefined, config: {}, problems: [] })
  })

  test.each(['ts', 'mts', 'js', 'mjs'])('finds plimsoll.config.%s', async (extension) => {
    write(`plimsoll.config.${extension}`, 'export default { launches: 7 }')
    const loaded = await loadConfig({ cwd })
    expect(loaded).toEqual({
      path: join(cwd, `plimsoll.config.${extension}`),
      config: { launches: 7 },
      problems: [],
    })
  })

  test('loads enums, tsconfig paths and extensionless imports', async () => {
    write('tsconfig.json', '{"compilerOptions":{"paths":{"@perf/*":["./perf/*"]}}}')
    write('perf/launches.ts', 'export enum Launches { few = 3 }')
    write('perf/labels.ts', "export const labels = { service: 'api' }")
    write(
      'plimsoll.config.ts',
      "import { Launches } from '@perf/launches'\nimport { labels } from './perf/labels'\n" +
        'export default { launches: Launches.few, labels }',
    )
    const { config, problems } = await loadConfig({ cwd })
    expect(problems).toEqual([])
    expect(config).toEqual({ launches: 3, labels: { service: 'api' } })
  })

  test('loads in a project of CommonJS modules', async () => {
    write('package.json', '{}')
    write('plimsoll.config.ts', 'export default { launches: 7 }')
    expect((await loadConfig({ cwd })).config).toEqual({ launches: 7 })
  })

  test('loads what it is now, not what it was', async () => {
    write('plimsoll.config.ts', 'export default { launches: 7 }')
    await loadConfig({ cwd })
    write('plimsoll.config.ts', 'export default { launches: 8 }')
    expect((await loadConfig({ cwd })).config).toEqual({ launches: 8 })
  })

  test('takes the file that is named', async () => {
    write('plimsoll.config.ts', 'export default { launches: 7 }')
    write('other/ci.ts', 'export default { launches: 9 }')
    expect((await loadConfig({ cwd, path: 'other/ci.ts' })).config).toEqual({ launches: 9 })
  })

  test.each([
    [
      'const a = b c\nexport default {}',
      'plimsoll.config.ts:1:13: syntax error: Expected ";" but found "c"',
    ],
    ['throw new TypeError("no luck")', 'plimsoll.config.ts:1:7: throws on import: no luck'],
    ['throw "a text"', 'plimsoll.config.ts: throws on import: a text'],
    ["import './gone.ts'", "plimsoll.config.ts: imports gone.ts, which can't be found"],
    [
      "import 'no-such-package'",
      "plimsoll.config.ts: imports no-such-package, which can't be found",
    ],
    [
      'export const config = {}',
      'plimsoll.config.ts: has no default export; write export default defineConfig({ … })',
    ],
    ['export default 7', 'plimsoll.config.ts: expected an object, got 7'],
    [
      'export default { launces: 7 }',
      'plimsoll.config.ts: launces: unknown key; did you mean launches?',
    ],
    [
      'export default { report: { fromats: [] } }',
      'plimsoll.config.ts: report.fromats: unknown key; did you mean formats?',
    ],
    [
      'export default { launches: 0 }',
      'plimsoll.config.ts: launches: expected a whole number from 1 to 1000, got 0',
    ],
    [
      'export default { retention: { keep: -1 } }',
      'plimsoll.config.ts: retention.keep: expected a whole number from 1 to 1000000000, got -1',
    ],
    [
      'export default { budgets: { home: { p99ms: 1 } } }',
      'plimsoll.config.ts: budgets.home.p99ms: unknown key; did you mean p99Ms?',
    ],
  ])('%s', async (content, problem) => {
    write('plimsoll.config.ts', content)
    expect((await loadConfig({ cwd })).problems).toEqual([problem])
  })

  test('a syntax error in plain JavaScript has its place too', async () => {
    write('plimsoll.config.mjs', 'const a = 1\nconst b = a c\n')
    expect((await loadConfig({ cwd })).problems).toEqual([
      "plimsoll.config.mjs:2:13: syntax error: Unexpected identifier 'c'",
    ])
  })

  test('reports all problems at once', async () => {
    write(
      'plimsoll.config.ts',
      'export default { launches: 0, tme: 1, budgets: { a: { p99Ms: -1 } } }',
    )
    expect((await loadConfig({ cwd })).problems).toHaveLength(3)
  })

  test('a named file that does not exist', async () => {
    expect((await loadConfig({ cwd, path: 'gone.ts' })).problems).toEqual([
      'gone.ts: there is no such configuration file',
    ])
  })
})

describe('settings of a command', () => {
  test('come from flags, environment and configuration, wherever it is named', async () => {
    write('ci.ts', 'export default { launches: 9, time: "1s", seed: 4 }')
    const { settings, configPath } = await loadSettings({
      cwd,
      flags: { time: '2s' },
      env: { PLIMSOLL_CONFIG: 'ci.ts', PLIMSOLL_SEED: '5' },
    })
    expect(settings).toMatchObject({ launches: 9, timeMs: 2000, seed: 5 })
    expect(configPath).toBe(join(cwd, 'ci.ts'))
  })

  test('problems of all sources are reported together', async () => {
    write('plimsoll.config.ts', 'export default { launces: 9 }')
    const place = { cwd, flags: { time: 'x' }, env: { PLIMSOLL_SED: '5' } }
    expect((await readSettings(place)).problems).toHaveLength(3)
    await expect(loadSettings(place)).rejects.toMatchObject({
      code: 'BAD_SETTINGS',
      exitCode: 2,
      message: "3 settings can't be used",
      problems: [
        'plimsoll.config.ts: launces: unknown key; did you mean launches?',
        expect.stringContaining('--time: expected'),
        expect.stringContaining('did you mean PLIMSOLL_SEED?'),
      ],
    })
  })
})
