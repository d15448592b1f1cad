import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readModules } from '../../scripts/architecture/modules.ts'
import { sharedTempDir } from '../support/folders.ts'
import { repositoryPath } from '../support/process.ts'
import { type Packed, pack } from './packed.ts'

const MEGABYTE = 1e6
/** What is built from `dashboard`. */
const PAGES = 'dist/dashboard/'
const folder = sharedTempDir()
let packed: Packed

beforeAll(async () => {
  packed = await pack(folder)
})

describe('the packed files', () => {
  test('are these, and what is built from src', () => {
    const grown = /^(dist|src|schemas)\//
    expect(packed.files.filter((path) => !grown.test(path))).toEqual([
      'bin/plimsoll.js',
      'bin/probe.cjs',
      'CHANGELOG.md',
      'LICENSE',
      'package.json',
      'README.md',
    ])
  })

  test('hold each module of src, built, with its types and maps, and nothing else', () => {
    const sources = readModules(repositoryPath, ['src']).map(({ path }) => path)
    const built = sources.flatMap((path) => {
      const base = path.replace(/^src\//, 'dist/').replace(/\.ts$/, '')
      return ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((ending) => `${base}${ending}`)
    })
    const expected = [...sources, ...built].toSorted()
    const actual = packed.files.filter(
      (path) => /^(dist|src)\//.test(path) && !path.startsWith(PAGES),
    )
    expect(actual.toSorted()).toEqual(expected)
  })

  test('hold the pages, live and frozen, and no maps of them', () => {
    const pages = packed.files.flatMap((path) =>
      path.startsWith(PAGES) ? [path.slice(PAGES.length).replace(/-[\w-]{8}\./, '.')] : [],
    )
    expect(pages.toSorted()).toEqual([
      'frozen/index.html',
      'live/assets/index.css',
      'live/assets/index.js',
      'live/assets/login.css',
      'live/assets/login.js',
      'live/index.html',
      'live/login.html',
    ])
  })

  test('hold a schema for each document', () => {
    const schemas = packed.files.filter((path) => path.startsWith('schemas/'))
    expect(schemas.length).toBeGreaterThanOrEqual(2)
    expect(schemas.filter((path) => !path.endsWith('.json'))).toEqual([])
  })

  test('hold no test, no fixture, and no leftovers', () => {
    const leftover = /(^|\/)tests?\/|\.test\.|fixture|\.tsbuildinfo$|\.plimsoll|\.perf\./
    expect(packed.files.filter((path) => leftover.test(path))).toEqual([])
  })

  test('map only to sources that are packed too', async () => {
    const maps = packed.files.filter((path) => path.endsWith('.map'))
    expect(maps.length).toBeGreaterThan(0)
    const missing = await Promise.all(maps.map((path) => missingSources(path)))
    expect(missing.flat()).toEqual([])
  })

  test('are not too large', () => {
    const [packedMb, unpackedMb] = [packed.packedBytes / MEGABYTE, packed.unpackedBytes / MEGABYTE]
    process.stdout.write(
      `package: ${packed.files.length} files, ${packedMb.toFixed(2)} MB packed, ${unpackedMb.toFixed(2)} MB unpacked\n`,
    )
    // 2.0 and 8.0 MB with load tests and targets; half of it are types and source maps. More should be noticed.
    expect(packedMb).toBeLessThan(2.5)
    expect(unpackedMb).toBeLessThan(10)
  })
})

async function missingSources(path: string): Promise<readonly string[]> {
  const map = JSON.parse(await readFile(join(repositoryPath, path), 'utf8')) as {
    readonly sources: readonly string[]
  }
  const sources = map.sources.map((source) => posix.join(posix.dirname(path), source))
  return sources.filter((source) => !packed.files.includes(source))
}
