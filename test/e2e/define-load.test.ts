import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadScenarios } from '../../src/define/discover/load.ts'
import type { Discovered } from '../../src/define/discover/plan.ts'
import { Project } from '../unit/define/project.ts'

const NO_MODULES = "import { scenario } from 'plimsoll'\n"
const good = (name: string): string =>
  `${NO_MODULES}export const made = scenario('${name}', { run: () => 1 })\n`

function load(
  project: Project,
  files: readonly string[],
  importTimeoutMs = 30_000,
): Promise<Discovered> {
  const paths = files.map((file) => project.path(file))
  return loadScenarios(paths, { cwd: project.cwd, timeoutMs: 120_000, importTimeoutMs })
}

describe('scenarios that load', () => {
  test('are described without being run: enums, tsconfig paths and extensionless imports work', async () => {
    using project = new Project({
      'tsconfig.json': '{"compilerOptions":{"paths":{"@src/*":["./src/*"]}}}',
      'src/size.ts': 'export enum Size { small = 1, large = 100 }\n',
      'src/name.ts': "export const name = 'decode'\n",
      'perf/decode.perf.ts': `${NO_MODULES}
        import { Size } from '@src/size'
        import { name } from '../src/name'
        export const decode = scenario(name, {
          category: 'codec', tags: ['fast'], timeout: '2s', exclusive: true,
          params: [{ size: Size.small }, { size: Size.large }],
          budget: { p99Ms: 10 },
          run: () => { throw new Error('never run here') },
        })
        export default decode
        export const helper = 7
      `,
    })
    const { planned, problems } = await load(project, ['perf/decode.perf.ts'])
    expect(problems).toEqual([])
    const identity = {
      name: 'decode',
      category: 'codec',
      tags: ['fast'],
      file: 'perf/decode.perf.ts',
    }
    const common = {
      budget: { p99Ms: 10 },
      path: project.path('perf/decode.perf.ts'),
      exportName: 'decode',
      timeoutMs: 2000,
      exclusive: true,
    }
    expect(planned).toEqual([
      {
        ...common,
        paramsIndex: 0,
        identity: { ...identity, key: 'decode [size=1]', params: { size: 1 } },
      },
      {
        ...common,
        paramsIndex: 1,
        identity: { ...identity, key: 'decode [size=100]', params: { size: 100 } },
      },
    ])
  })

  test('in a project of CommonJS modules, and in plain JavaScript', async () => {
    using project = new Project({
      'package.json': '{}',
      'a.perf.ts': good('in TypeScript'),
      'b.perf.mjs': good('in JavaScript'),
    })
    const { planned, problems } = await load(project, ['a.perf.ts', 'b.perf.mjs'])
    expect(problems).toEqual([])
    expect(planned.map(({ identity, exportName }) => [identity.key, exportName])).toEqual([
      ['in TypeScript', 'made'],
      ['in JavaScript', 'made'],
    ])
  })
})

test('everything that is wrong is reported together, whatever the files do', async () => {
  using project = new Project({
    'a-syntax.perf.ts': 'const a = 1\nconst b = a c\n',
    'b-throws.perf.ts': `\n\ninterface Erased { x: 1 }\nfunction boom(): never {\n  throw new TypeError('no luck')\n}\nboom()\n`,
    'c-exits.perf.ts': `console.log('bye')\nprocess.exit(3)\n`,
    'd-none.perf.ts': 'export const a = 1\n',
    'e-invalid.perf.ts': `${NO_MODULES}
      export const one = scenario('one', { run: () => 1, tgas: [], budget: { p99ms: 1 } })
      export const two = scenario('two', {})`,
    'f-good.perf.ts': good('good'),
    'g-missing.perf.ts': "import './gone.ts'\n",
    'h-later.perf.ts':
      "setTimeout(() => { throw new Error('later') }, 5)\nawait new Promise(() => {})\n",
    'i-twice.perf.ts': good('good'),
    'j-feeder.perf.ts': `import { cycle } from 'plimsoll'\nexport const feed = cycle([])\n`,
    'k-syntax.perf.mjs': 'const a = 1\nconst b = a c\n',
    'l-export.perf.ts': "import { gone } from './f-good.perf.ts'\ngone()\n",
    'm-killed.perf.ts': "process.kill(process.pid, 'SIGKILL')\nawait new Promise(() => {})\n",
    'n-channel.perf.ts': 'process.disconnect()\nawait new Promise(() => {})\n',
  })
  const files = 'abcdefghijklmn'.split('').map((letter) => fileOf(letter, project))
  const { planned, problems } = await load(project, files)
  expect(planned.map(({ identity }) => identity.file)).toEqual([
    'f-good.perf.ts',
    'i-twice.perf.ts',
  ])
  expect(problems).toEqual([
    'a-syntax.perf.ts:2:13: syntax error: Expected ";" but found "c"',
    'b-throws.perf.ts:5:9: throws on import: no luck',
    'c-exits.perf.ts: ends the process on import, with code 3; it last printed: bye',
    "d-none.perf.ts: exports no scenario; write export const home = scenario('home', { … })",
    'e-invalid.perf.ts: one: budget.p99ms: unknown key; did you mean p99Ms?',
    'e-invalid.perf.ts: one: tgas: unknown key; did you mean tags?',
    'e-invalid.perf.ts: two: run: expected a function, or one of http, ws, redis, postgres, udp, exchange instead',
    "g-missing.perf.ts: imports gone.ts, which can't be found",
    'h-later.perf.ts:1:26: throws on import: later',
    'j-feeder.perf.ts:2:21: throws on import: cycle: needs at least one value',
    "k-syntax.perf.mjs:2:13: syntax error: Unexpected identifier 'c'",
    "l-export.perf.ts: The requested module './f-good.perf.ts' does not provide an export named 'gone'",
    'm-killed.perf.ts: was killed by SIGKILL on import',
    'n-channel.perf.ts: ends the process on import, with code 1',
    '2 scenarios are named "good": f-good.perf.ts (made), i-twice.perf.ts (made)',
  ])
}, 30_000)

test.concurrent.each([
  ['an endless loop', 'for (;;);\n'],
  ['a top-level await that never settles', 'await new Promise(() => {})\n'],
])('%s is given up, and the other files still load', async (_, content) => {
  // Long enough that a busy machine imports the good files within it.
  using project = new Project({
    'a.perf.ts': good('before'),
    'b.perf.ts': content,
    'c.perf.ts': good('after'),
  })
  const { planned, problems } = await load(project, ['a.perf.ts', 'b.perf.ts', 'c.perf.ts'], 4000)
  expect(planned.map(({ identity }) => identity.key)).toEqual(['before', 'after'])
  expect(problems).toEqual([
    'b.perf.ts: is still being imported after 4 s: an endless loop, or a top-level await that never settles',
  ])
})

test('modules of transports are imported with the same care, and told of once', async () => {
  const scenarios = (...names: string[]): string =>
    names
      .map(
        (name) =>
          `export const ${name} = scenario('${name}', { exchange: { transport: '${name}', plan: {} } })`,
      )
      .join('\n')
  using project = new Project({
    'hangs.ts': 'await new Promise(() => setInterval(() => {}, 1000))\n',
    'ends.ts': 'process.exit(3)\n',
    'throws.ts': "throw new Error('no broker')\n",
    'fine.ts': "export default { kind: 'fine', open: () => {}, check: () => ['it is odd'] }\n",
    'a.perf.ts': `${NO_MODULES}${scenarios('hangs', 'ends', 'throws', 'fine')}`,
  })
  const places = ['hangs', 'ends', 'throws', 'fine'].map((name) => {
    const { href: url } = pathToFileURL(project.path(`${name}.ts`))
    return [name, { url }] as const
  })
  const { problems } = await loadScenarios([project.path('a.perf.ts')], {
    cwd: project.cwd,
    timeoutMs: 1000,
    importTimeoutMs: 4000,
    transports: Object.fromEntries(places),
  })
  expect(problems.toSorted()).toEqual([
    'a.perf.ts: fine: exchange.plan: it is odd',
    'ends.ts: ends the process on import, with code 3',
    'hangs.ts: is still being imported after 4 s: an endless loop, or a top-level await that never settles',
    'throws.ts:1:7: throws on import: no broker',
  ])
})

test('an aborted signal ends it, and the process with it', async () => {
  using project = new Project({ 'a.perf.ts': 'for (;;);\n' })
  const controller = new AbortController()
  const loading = loadScenarios([project.path('a.perf.ts')], {
    cwd: project.cwd,
    timeoutMs: 1000,
    signal: controller.signal,
  })
  controller.abort(new Error('stopped'))
  await expect(loading).rejects.toThrow('stopped')
})

function fileOf(letter: string, project: Project): string {
  const found = project.files.find((file) => file.startsWith(`${letter}-`))
  if (found === undefined) throw new Error(`no file ${letter}`)
  return found
}
