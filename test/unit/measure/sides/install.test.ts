import { expect, test } from 'vitest'
import { commandsOf } from '../../../../src/measure/sides/install.ts'
import type { PackageManager } from '../../../../src/measure/sides/lockfiles.ts'

const linesOf = (manager: PackageManager, text = ''): readonly string[] =>
  commandsOf({ name: '', manager, text }).map(({ command, args }) => `${command} ${args.join(' ')}`)

test('who wrote the lockfile installs what it says', () => {
  expect(linesOf('yarn', '# yarn lockfile v1')).toEqual(['yarn install --frozen-lockfile'])
  expect(linesOf('yarn', '__metadata:\n  version: 8')).toEqual(['yarn install --immutable'])
  expect(linesOf('pnpm')).toEqual(['pnpm install --frozen-lockfile'])
  expect(linesOf('bun')).toEqual(['bun install --frozen-lockfile'])
  expect(linesOf('npm').map((line) => line.split(' --')[0])).toEqual(['npm ci', 'npm install'])
})

test('without a lockfile none is written', () => {
  expect(commandsOf(undefined).map(({ args }) => args.slice(0, 2))).toEqual([
    ['install', '--no-package-lock'],
  ])
})
