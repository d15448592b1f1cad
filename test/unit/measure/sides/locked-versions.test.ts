import { describe, expect, test } from 'vitest'
import { readLockedVersions } from '../../../../src/measure/sides/locked-versions.ts'
import type { PackageManager } from '../../../../src/measure/sides/lockfiles.ts'

const read = (
  manager: PackageManager,
  text: string,
): Record<string, readonly string[]> | undefined => {
  const versions = readLockedVersions({ name: '', manager, text })
  return versions && Object.fromEntries(versions)
}

describe('the versions of a lockfile', () => {
  test('of npm, versions 2 and 3', () => {
    const packages = {
      '': { name: 'top', version: '1.0.0' },
      'packages/core': { version: '1.0.0' },
      'node_modules/core': { resolved: 'packages/core', link: true },
      'node_modules/lodash': { version: '4.17.21' },
      'node_modules/a/node_modules/lodash': { version: '3.10.1' },
      'node_modules/b/node_modules/lodash': { version: '3.10.1' },
      'node_modules/@types/node': { version: '24.0.0' },
      'packages/core/node_modules/other-name': { name: 'real-name', version: '2.0.0' },
    }
    expect(read('npm', JSON.stringify({ lockfileVersion: 3, packages }))).toEqual({
      lodash: ['4.17.21', '3.10.1'],
      '@types/node': ['24.0.0'],
      'real-name': ['2.0.0'],
    })
  })

  test('of Yarn, both formats', () => {
    const classic = `# yarn lockfile v1


"@babel/core@^7.0.0", "@babel/core@^7.1.0":
  version "7.26.0"
  resolved "https://example.org"
  dependencies:
    lodash "^4.17.0"

lodash@^4.17.0, lodash@^4.17.20:
  version "4.17.21"
`
    expect(read('yarn', classic)).toEqual({ '@babel/core': ['7.26.0'], lodash: ['4.17.21'] })
    const berry = `__metadata:
  version: 8

"@babel/core@npm:^7.0.0":
  version: 7.26.0
  resolution: "@babel/core@npm:7.26.0"

"lodash@npm:^4.17.0, lodash@npm:^4.17.20":
  version: 4.17.21
`
    expect(read('yarn', berry)).toEqual({ '@babel/core': ['7.26.0'], lodash: ['4.17.21'] })
  })

  test('of pnpm, old and new', () => {
    const text = `lockfileVersion: '9.0'

importers:
  .:
    dependencies:
      lodash:
        specifier: ^4.17.0
        version: 4.17.21

packages:

  '@babel/core@7.26.0':
    resolution: {integrity: x}

  lodash@4.17.21:
    resolution: {integrity: x}

snapshots:

  '@babel/core@7.26.0(supports-color@9.0.0)':
    dependencies:
      lodash: 4.17.21
`
    expect(read('pnpm', text)).toEqual({ '@babel/core': ['7.26.0'], lodash: ['4.17.21'] })
    const old = `packages:

  /@babel/core@7.26.0(supports-color@9.0.0):
    resolution: {integrity: x}

  /lodash@4.17.21:
    resolution: {integrity: x}
`
    expect(read('pnpm', old)).toEqual({ '@babel/core': ['7.26.0'], lodash: ['4.17.21'] })
  })

  test('of bun', () => {
    const text = `{
  "packages": {
    "@babel/core": ["@babel/core@7.26.0", "", { "dependencies": { "lodash": "^4" } }, "sha512-x"],
    "lodash": ["lodash@4.17.21", "", {}, "sha512-x"],
    "core": ["core@workspace:packages/core"],
  }
}`
    expect(read('bun', text)).toEqual({ '@babel/core': ['7.26.0'], lodash: ['4.17.21'] })
  })

  test('are unknown where nothing can be told', () => {
    expect(readLockedVersions(undefined)).toBeUndefined()
    expect(read('npm', 'not json')).toBeUndefined()
    expect(read('npm', '{ "lockfileVersion": 1, "dependencies": {} }')).toBeUndefined()
    for (const manager of ['yarn', 'pnpm', 'bun'] as const)
      expect(read(manager, '')).toBeUndefined()
  })
})
