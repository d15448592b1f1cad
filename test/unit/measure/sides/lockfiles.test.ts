import { expect, test } from 'vitest'
import { groupPackages } from '../../../../src/measure/sides/lockfiles.ts'

test('packages belong to the nearest lockfile', () => {
  const groups = groupPackages([
    'package.json',
    'package-lock.json',
    'packages/a/package.json',
    'packages/ab/package.json',
    'packages/a/nested/package.json',
    'tools/package.json',
    'tools/yarn.lock',
    'tools/deep/package.json',
    'a/node_modules/x/package.json',
  ])
  expect(groups).toEqual([
    { folder: '', members: ['', 'packages/a', 'packages/ab', 'packages/a/nested'] },
    { folder: 'tools', members: ['tools', 'tools/deep'] },
  ])
})

test('without a lockfile to the topmost package', () => {
  const files = ['x/package.json', 'x/deep/package.json', 'y/package.json']
  expect(groupPackages(files)).toEqual([
    { folder: 'x', members: ['x', 'x/deep'] },
    { folder: 'y', members: ['y'] },
  ])
  expect(groupPackages([])).toEqual([])
})
