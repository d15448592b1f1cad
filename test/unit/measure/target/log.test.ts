import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { ServiceLog } from '../../../../src/measure/target/log.ts'

/** A log of so many lines, and what writes into it. */
function logOf(most: number): { readonly log: ServiceLog; readonly stream: PassThrough } {
  const log = new ServiceLog(most)
  const stream = new PassThrough()
  log.collect(stream)
  return { log, stream }
}

/** Resolves when all that was written has been read. */
async function close(stream: PassThrough): Promise<void> {
  stream.end()
  await once(stream, 'close')
}

const never = new AbortController().signal

test('lines are put together from what comes in pieces', async () => {
  const { log, stream } = logOf(10)
  for (const part of ['one\ntw', 'o\r\n', '\nlast']) stream.write(part)
  await close(stream)
  expect(log.lines()).toEqual(['one', 'two', '', 'last'])
  expect(log.lastLines()).toEqual(['one', 'two', 'last'])
})

test('a letter may come in two pieces', async () => {
  const { log, stream } = logOf(10)
  const bytes = Buffer.from('höhe\n')
  stream.write(bytes.subarray(0, 2))
  stream.write(bytes.subarray(2))
  await close(stream)
  expect(log.lines()).toEqual(['höhe'])
})

test('what is kept is bounded: by lines, and by their length', async () => {
  const { log, stream } = logOf(3)
  stream.write(Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join(''))
  stream.write('x'.repeat(100_000))
  await close(stream)
  expect(log.lines().map((line) => line.length)).toEqual([8, 8, 2000])
  expect(log.lines()[0]).toBe('line 998')
})

test('secrets are hidden in what messages show', async () => {
  const { log, stream } = logOf(3)
  stream.write('connecting to redis://user:hidden@host:6379\n')
  await close(stream)
  expect(log.lastLines()).toEqual(['connecting to redis://***@host:6379'])
})

test('a line is waited for, whether it came already or comes later', async () => {
  const { log, stream } = logOf(3)
  const comes = log.until(/listening on \d+/g, never)
  stream.write('starting\nlistening on 80\n')
  await comes
  await log.until(/^starting$/, never)
  await expect(log.until(/never/, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})
