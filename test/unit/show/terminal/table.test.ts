import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createInk } from '../../../../src/show/terminal/ansi.ts'
import { cellRow, layOut, textRow } from '../../../../src/show/terminal/table.ts'
import { displayWidth } from '../../../../src/show/text/width.ts'

const NAMES_AND_NUMBERS = [{ align: 'left', flexible: true }, { align: 'right' }] as const

test('aligns, indents, and leaves no blanks at line ends', () => {
  const rows = [
    cellRow(0, [{ text: 'a' }, { text: '1' }]),
    cellRow(2, [{ text: 'bcd' }, { text: '234' }]),
    cellRow(0, [{ text: '名前' }]),
    textRow(4, 'one two', undefined),
  ]
  expect(layOut(NAMES_AND_NUMBERS, rows, 10)).toEqual([
    'a        1',
    '  bcd  234',
    '名前',
    '    one',
    '    two',
  ])
})

test('names give way, numbers stay', () => {
  const rows = [cellRow(2, [{ text: 'a very long name of a scenario' }, { text: '1.23 ms' }])]
  expect(layOut(NAMES_AND_NUMBERS, rows, 30)).toEqual(['  a very lo… scenario  1.23 ms'])
})

test('columns without text take no room', () => {
  expect(layOut(NAMES_AND_NUMBERS, [cellRow(0, [{ text: '' }, { text: '1' }])], 10)).toEqual(['1'])
})

test('colour never moves a column', () => {
  const { red } = createInk(true)
  const rows = (paint: (text: string) => string) => [
    cellRow(0, [
      { text: 'a', paint },
      { text: '1', paint },
    ]),
    cellRow(0, [
      { text: 'long', paint },
      { text: '12', paint },
    ]),
  ]
  const painted = layOut(NAMES_AND_NUMBERS, rows(red), 20)
  const plain = layOut(
    NAMES_AND_NUMBERS,
    rows((text) => text),
    20,
  )
  expect(painted.map((line) => line.replace(/\u001b\[\d+m/g, ''))).toEqual(plain)
})

test('a text with replacement patterns is painted as it is', () => {
  const { red } = createInk(true)
  expect(layOut([{ align: 'left' }], [cellRow(0, [{ text: '$& $1', paint: red }])], 20)).toEqual([
    '\u001b[31m$& $1\u001b[39m',
  ])
})

test('no line is wider than the table', () => {
  const cell = fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 90 }) })
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { maxLength: 2 })),
      fc.integer({ min: 20, max: 120 }),
      (rows, width) => {
        const lines = layOut(
          NAMES_AND_NUMBERS,
          rows.map((cells) => cellRow(4, cells)),
          width,
        )
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
      },
    ),
  )
})
