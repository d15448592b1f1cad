import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { beforeAll, describe, expect, test } from 'vitest'
import { entryOf } from '../../scripts/tools.ts'
import { sharedTempDir, writeFiles } from '../support/folders.ts'
import { runProcess } from '../support/process.ts'
import { findOlderNode } from './older-node.ts'
import { install, lend, type Manifest, npm, pack, readManifest } from './packed.ts'

const folder = sharedTempDir()
const installed = join(folder, 'node_modules/plimsoll')
let manifest: Manifest
let names: readonly string[] = []

beforeAll(async () => {
  manifest = await readManifest()
  names = Object.entries(manifest.exports)
    .filter(([, target]) => typeof target !== 'string')
    .map(([subpath]) => subpath.replace(/^\./, manifest.name))
  const packed = await pack(folder)
  await install(packed.tarball, folder)
})

describe('the installed package', () => {
  test('can be imported by every public name, without any peer but for its Vitest face', async () => {
    const plain = names.filter((name) => name !== 'plimsoll/vitest')
    expect(plain).toContain('plimsoll')
    await expectImports(plain)
    await lend('vitest', folder)
    await expectImports(names)
  })

  test('publishes its schemas', async () => {
    await writeFiles(folder, {
      'schema.mjs': `import run from 'plimsoll/schemas/run@1.json' with { type: 'json' }
        console.log(typeof run.$schema)`,
    })
    const result = await runNode(['schema.mjs'])
    expect(result).toMatchObject({ code: 0, stdout: 'string\n', stderr: '' })
  })

  test.each([
    ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('has types for %s', async (name, resolution) => {
    await lend('@types/node', folder)
    await lend('vitest', folder)
    const compilerOptions = {
      ...resolution,
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      // Our own declarations are what is tested, so they are checked too.
      skipLibCheck: false,
      types: ['node'],
    }
    await writeFiles(folder, {
      [`types/${name}/consumer.ts`]: consumerOf(names),
      [`types/${name}/tsconfig.json`]: JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    })
    const result = await runNode([entryOf('tsc'), '-p', `types/${name}`])
    expect(result).toMatchObject({ code: 0, stdout: '' })
  })

  test('satisfies publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })
})

describe('the installed command', () => {
  test('tells its version', async () => {
    const result = await npm('npx', ['--no', '--', 'plimsoll', '--version'], folder)
    expect(result).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  test('explains itself', async () => {
    const result = await npm('npx', ['--no', '--', 'plimsoll', '--help'], folder)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toContain('Usage: plimsoll')
  })

  test('measures a scenario of the user’s own', async () => {
    await writeFiles(folder, {
      'src/levels.ts': `export enum Level { Low = 1, High = 2 }
        export const sum = (upTo: number): number => {
          let total = 0
          for (let index = 0; index < upTo; index++) total += index * Level.High
          return total
        }\n`,
      'perf/sum.perf.ts': `import { scenario } from 'plimsoll'
        import { sum } from '../src/levels'
        export const summing = scenario('sum', { run: () => sum(1000) })\n`,
    })
    const args = ['--no', '--', 'plimsoll', 'run', '--launches=1', '--json']
    const result = await npm('npx', args, folder)
    expect(result.code, result.stderr).toBe(0)
    const run = JSON.parse(result.stdout) as { schema: string; results: { status: string }[] }
    expect(run).toMatchObject({ schema: 'plimsoll/run@1', status: 'complete' })
    expect(run.results.map(({ status }) => status)).toEqual(['ok'])
  })

  test('tells an older Node in one line what it needs', async ({ skip }) => {
    const older = await findOlderNode()
    if (older === undefined) return skip('this machine has no older Node')
    const bin = join(installed, 'bin/plimsoll.js')
    const result = await runProcess(older, [bin, '--version'], { cwd: folder })
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toMatch(/^plimsoll needs Node 24\.15 or newer, and this is v[^\n]*\n$/)
  })
})

const runNode = (args: readonly string[]): ReturnType<typeof runProcess> =>
  runProcess(process.execPath, args, { cwd: folder })

/** Imports each name in plain JavaScript, and expects it to export something. */
async function expectImports(imported: readonly string[]): Promise<void> {
  const list = JSON.stringify(imported)
  await writeFiles(folder, {
    'imports.mjs': `for (const name of ${list}) {
      const exported = Object.keys(await import(name))
      if (exported.length > 0) console.log(name)
    }`,
  })
  const result = await runNode(['imports.mjs'])
  expect(result).toMatchObject({ code: 0, stdout: `${imported.join('\n')}\n`, stderr: '' })
}

/** A module that fails to compile when a name has no types, or none but `any`. */
function consumerOf(imported: readonly string[]): string {
  const lines = imported.map(
    (name, index) => `import * as face${index} from '${name}'
      export const known${index}: keyof typeof face${index} extends never ? false : true = true
      export const typed${index}: 0 extends 1 & typeof face${index} ? false : true = true`,
  )
  return `${lines.join('\n')}\n`
}
