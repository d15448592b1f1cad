import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Tail } from '../../../../src/record/live/tail.ts'
import { tempDir } from '../../../support/folders.ts'

const path = async (): Promise<string> => join(await tempDir(), 'x.ndjson')

async function linesOf(tail: Tail): Promise<string[]> {
  const lines: string[] = []
  await tail.read((line) => lines.push(line))
  return lines
}

test('a line is given once, and when it is whole', async () => {
  const file = await path()
  const tail = new Tail(file)
  expect(await linesOf(tail)).toEqual([])
  await writeFile(file, 'one\ntw')
  expect(await linesOf(tail)).toEqual(['one'])
  expect(await linesOf(tail)).toEqual([])
  await appendFile(file, 'o\nthree\n')
  expect(await linesOf(tail)).toEqual(['two', 'three'])
})

test('a character that was cut in two is put together', async () => {
  const file = await path()
  const tail = new Tail(file)
  const bytes = Buffer.from('Größe\n')
  await writeFile(file, bytes.subarray(0, 3))
  expect(await linesOf(tail)).toEqual([])
  await appendFile(file, bytes.subarray(3))
  expect(await linesOf(tail)).toEqual(['Größe'])
})

test('a line that is too long is passed over, and what follows it is read', async () => {
  const file = await path()
  const tail = new Tail(file, 10)
  await writeFile(file, `short\n${'x'.repeat(700_000)}`)
  expect(await linesOf(tail)).toEqual(['short'])
  await appendFile(file, `${'x'.repeat(20)}\nnext\n`)
  expect(await linesOf(tail)).toEqual(['next'])
})

test('a file that was cut off is read anew, and one that is gone says nothing', async () => {
  const file = await path()
  const tail = new Tail(file)
  await writeFile(file, 'one\ntwo\n')
  await linesOf(tail)
  await writeFile(file, 'new\n')
  expect(await linesOf(tail)).toEqual(['new'])
  await rm(file)
  expect(await linesOf(tail)).toEqual([])
})
