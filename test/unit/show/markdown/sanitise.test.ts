import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { table } from '../../../../src/show/markdown/blocks.ts'
import { code, prose } from '../../../../src/show/markdown/sanitise.ts'
import { HOSTILE } from '../../../golden/fixtures.ts'
import { hostileText } from '../hostile.ts'
import { cellsOf } from '../markdown-cells.ts'

describe('a name in a code span', () => {
  test.for([
    ['decode', '`decode`'],
    ['a `b` c', '``a `b` c``'],
    ['`a', '`` `a ``'],
    ['a | b', '`a \\| b`'],
    ['a \\| b', '`a ∖\\| b`'],
    ['a\nb', '`a b`'],
    ['', '–'],
    ['@octocat fixes #1', '`@octocat fixes #1`'],
  ] as const)('%j is %j', ([name, text]) => {
    expect(code(name)).toBe(text)
  })

  test('no run of backticks inside is as long as its fence', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const text = code(name)
        if (text === '–') return
        const fence = /^`+/.exec(text)?.[0] ?? ''
        const inside = text.slice(fence.length, -fence.length)
        expect(text.endsWith(fence)).toBe(true)
        expect(inside.match(/`+/g) ?? []).not.toContain(fence)
        expect(inside.startsWith('`') || inside.endsWith('`')).toBe(false)
      }),
    )
  })

  test('a very long name is cut in its middle', () => {
    expect(code('x'.repeat(1e6))).toBe(`\`${'x'.repeat(79)}…${'x'.repeat(79)}\``)
  })
})

describe('a sentence', () => {
  test.for([
    ['2.68 s is above 2 s', '2.68 s is above 2 s'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['@octocat', '@&#8203;octocat'],
    ['fixes #12, GH-5', 'fixes \\#&#8203;12, GH-&#8203;5'],
    ['#8203;', '\\#&#8203;8203;'],
    ['https://a.example www.b.example', 'https:&#8203;//a.example www&#8203;.b.example'],
    ['*a* _b_ [c](d) `e` \\', '\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\` \\\\'],
    ['- a', '\\- a'],
    ['1) a', '1&#8203;) a'],
    ['a | b', 'a &#124; b'],
  ] as const)('%j is %j', ([sentence, text]) => {
    expect(prose(sentence)).toBe(text)
  })

  test('holds nothing that GitHub acts on', () => {
    fc.assert(
      fc.property(hostileText, (sentence) => {
        const text = prose(sentence)
        expect(text).not.toMatch(/[<>|]|@(?!&#8203;)|(?<!\\)[*_`[\]~!$](?<!\\\\)|:\/\/|^[-+=]/)
        expect(text).not.toMatch(/(?<!&)#(?!&#8203;)|www\.|GH-\d/i)
      }),
    )
  })
})

test('rows of a table have as many cells as it has columns, whatever the names', () => {
  const columns = ['left', 'right', 'left'].map((align) => ({
    heading: 'h',
    align: align === 'left' ? ('left' as const) : ('right' as const),
  }))
  const name = fc.oneof(hostileText, fc.constantFrom(...HOSTILE))
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { minLength: 1 }), (names) => {
      const text = table(
        columns,
        names.map(([first, second]) => [
          code(first),
          prose(second),
          `${code(first)} ↳ ${code(second)}`,
        ]),
      )
      const lines = text.split('\n')
      expect(lines).toHaveLength(names.length + 2)
      for (const line of lines) expect(cellsOf(line)).toBe(3)
    }),
  )
})
