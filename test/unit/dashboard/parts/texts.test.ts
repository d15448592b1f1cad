import { expect, test } from 'vitest'
import { commitUrlOf } from '../../../../dashboard/src/parts/commit-url.ts'
import { localTimeText } from '../../../../dashboard/src/parts/time-text.ts'
import { pageTitle } from '../../../../dashboard/src/parts/page-title.ts'

test("a moment is shown by the reader's clock", () => {
  expect(localTimeText(new Date(2026, 0, 2, 3, 4).toISOString())).toBe('2026-01-02 03:04')
  expect(localTimeText('no time')).toBe('no time')
})

test('a commit is linked over HTTP only, whatever the settings say', () => {
  expect(commitUrlOf('https://example.org/c/{commit}', 'a/b')).toBe('https://example.org/c/a%2Fb')
  expect(commitUrlOf('javascript://%0aalert(1)//{commit}', 'abc')).toBeUndefined()
  expect(commitUrlOf(null, 'abc')).toBeUndefined()
})

test("a page's title is one short line in which nothing acts", () => {
  expect(pageTitle('decode regressed')).toBe('decode regressed · plimsoll')
  expect(pageTitle('')).toBe('plimsoll')
  expect(pageTitle(`a\u202Eb\n${'c'.repeat(1_000_000)}`).length).toBeLessThan(150)
  expect(pageTitle('a\u202Eb')).toBe('a\uFFFDb · plimsoll')
})
