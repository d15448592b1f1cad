import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { RareCollections } from '../../../../../src/measure/load/engine/rare-collections.ts'

test('what is garbage is collected first, and nobody is given the means to', async () => {
  const held = { kept: new Array<number>(1000).fill(1) }
  const [kept, dropped] = [new WeakRef(held), new WeakRef({ dropped: true })]
  // What a WeakRef was made of, or gave, lives until the end of the turn.
  await turn()
  using _ = new RareCollections()
  expect(dropped.deref()).toBeUndefined()
  expect(kept.deref()).toBe(held)
  expect(globalThis.gc).toBeUndefined()
})
