import { expect, test } from 'vitest'
import { listedShortcuts, meaningOf, type Shortcut } from '../../../../dashboard/src/parts/keys.ts'

const shortcut = (keys: string, title = keys): Shortcut => ({ keys, title, run: () => undefined })

test('two keys mean something one after the other', () => {
  const all = [shortcut('g r'), shortcut('/')]
  expect(meaningOf(['g'], all).kind).toBe('begun')
  expect(meaningOf(['g', 'r'], all)).toEqual({ kind: 'shortcut', shortcut: all[0] })
  expect(meaningOf(['g', 'x'], all).kind).toBe('nothing')
  expect(meaningOf(['r'], all).kind).toBe('nothing')
})

test("a view's own shortcut holds before the page's, and is listed instead of it", () => {
  const all = [shortcut('/', 'page'), shortcut('?'), shortcut('/', 'view')]
  expect(meaningOf(['/'], all)).toEqual({ kind: 'shortcut', shortcut: all[2] })
  expect(listedShortcuts(all).map(({ title }) => title)).toEqual(['view', '?'])
})
