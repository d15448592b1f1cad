import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { type Columns, csvFile, jsonFile } from '../../../../src/define/feeders/index.ts'
import type { Feeder } from '../../../../src/model/scenario.ts'
import { drawn } from './drawing.ts'

let folder: string
const file = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-feeders-'))
  writeFileSync(file('people.csv'), '\uFEFFname,age,admin\n"Ann, B.",41,true\nCy,7,no\n\n')
  writeFileSync(file('tabs.csv'), 'a\tb\n1\t2\n')
  writeFileSync(file('odd.csv'), 'age\n1\nold\n')
  writeFileSync(file('ragged.csv'), 'a,b\n1\n')
  writeFileSync(file('header.csv'), 'a,b\n')
  writeFileSync(file('words.json'), '["one","two"]')
  writeFileSync(file('object.json'), '{"one":1}')
  writeFileSync(file('broken.json'), '[1,')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('csvFile', () => {
  test('gives its rows as text, over and over', async () => {
    expect(await drawn(csvFile(file('people.csv')), 3)).toEqual([
      { name: 'Ann, B.', age: '41', admin: 'true' },
      { name: 'Cy', age: '7', admin: 'no' },
      { name: 'Ann, B.', age: '41', admin: 'true' },
    ])
  })

  test('keeps and casts the named columns', async () => {
    const feeder = csvFile(file('people.csv'), {
      columns: { age: 'number', admin: 'boolean', name: (text) => text.length },
    })
    expectTypeOf(feeder).toEqualTypeOf<
      Feeder<{ readonly age: number; readonly admin: boolean; readonly name: number }>
    >()
    expect(await drawn(feeder, 2)).toEqual([
      { age: 41, admin: true, name: 7 },
      { age: 7, admin: false, name: 2 },
    ])
  })

  test('takes a URL and another delimiter', async () => {
    const feeder = csvFile(pathToFileURL(file('tabs.csv')), { delimiter: '\t' })
    expect(await drawn(feeder, 1)).toEqual([{ a: '1', b: '2' }])
  })

  test.each([
    ['gone.csv', {}, /gone\.csv can't be read: ENOENT/],
    ['ragged.csv', {}, /ragged\.csv can't be parsed: Invalid Record Length/],
    ['header.csv', {}, /header\.csv has no rows below its header line/],
    ['odd.csv', { columns: { age: 'number' } }, /row 2, column age: expected a number, got "old"/],
    ['odd.csv', { columns: { size: 'number' } }, /has no column size/],
  ] as const)('%s %j is refused when the launch opens it', async (name, options, message) => {
    const problem = drawn<unknown>(csvFile(file(name), options as { columns: Columns }), 1)
    await expect(problem).rejects.toMatchObject({ code: 'BAD_INPUT_FILE', exitCode: 2 })
    await expect(problem).rejects.toThrow(message)
  })
})

describe('jsonFile', () => {
  test('gives its elements', async () => {
    expect(await drawn(jsonFile<string>(file('words.json')), 3)).toEqual(['one', 'two', 'one'])
  })

  test('in a seeded order when asked to', async () => {
    const inputs = await drawn(jsonFile<string>(file('words.json'), { order: 'uniform' }), 40)
    expect(new Set(inputs)).toEqual(new Set(['one', 'two']))
    expect(inputs).not.toEqual(await drawn(jsonFile(file('words.json')), 40))
  })

  test.each([
    ['object.json', /holds no array with elements/],
    ['broken.json', /can't be parsed/],
    ['gone.json', /can't be read/],
  ])('%s is refused when the launch opens it', async (name, message) => {
    await expect(drawn(jsonFile(file(name)), 1)).rejects.toThrow(message)
  })
})

test('a file is read once a feeder, however often it is opened', async () => {
  const path = file('once.json')
  writeFileSync(path, '[1]')
  const feeder = jsonFile(path)
  await drawn(feeder, 1)
  rmSync(path)
  expect(await drawn(feeder, 2)).toEqual([1, 1])
})
