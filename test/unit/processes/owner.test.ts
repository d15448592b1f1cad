import { expect, test } from 'vitest'
import { isAbandoned, ownName } from '../../../src/processes/owner.ts'

const HOUR_MS = 3600 * 1000

test('what belongs to this process is not abandoned, however old', async () => {
  const name = await ownName()
  expect(await isAbandoned(name, 99 * HOUR_MS)).toBe(false)
  expect(await isAbandoned(`${name}.tsconfig.json`, 99 * HOUR_MS)).toBe(false)
  expect(await ownName()).not.toBe(name)
})

test('what belonged to a process that is gone is', async () => {
  const [, start, machine] = (await ownName()).split('-')
  // Larger than any process id.
  expect(await isAbandoned(`99999999-${start}-${machine}-00000000`, 0)).toBe(true)
})

test.runIf(process.platform === 'linux')(
  'and so is it when another process has its id',
  async () => {
    const [, , machine] = (await ownName()).split('-')
    expect(await isAbandoned(`${process.pid}-00000000-${machine}-00000000`, 0)).toBe(true)
  },
)

test('an owner on another machine can not be looked for, and has a day', async () => {
  const name = `99999999-11111111-22222222-33333333`
  expect(await isAbandoned(name, 23 * HOUR_MS)).toBe(false)
  expect(await isAbandoned(name, 25 * HOUR_MS)).toBe(true)
})

test('what is not ours is nobody’s to remove', async () => {
  for (const name of [
    'mine',
    '123',
    '.DS_Store',
    '1-2-3-4',
    'x99999999-11111111-22222222-33333333',
  ]) {
    expect(await isAbandoned(name, 99 * HOUR_MS)).toBe(false)
  }
})
