import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendRecord, type GateRecord, readRecords } from '../../../../bench/gate/records.ts'
import { tempDir } from '../../../support/folders.ts'

const recordOf = (id: string): GateRecord => ({ id, workload: 'tri – α' }) as GateRecord

test('what was appended is read again, in order', async () => {
  const path = join(await tempDir(), 'below/results.ndjson')
  expect(await readRecords(path)).toEqual([])
  for (const id of ['one', 'two']) await appendRecord(path, recordOf(id))
  expect(await readRecords(path)).toEqual([recordOf('one'), recordOf('two')])
})

test('a line that was cut off is no record, and the next one is whole', async () => {
  const path = join(await tempDir(), 'results.ndjson')
  await appendRecord(path, recordOf('one'))
  await appendFile(path, '{"id":"tw')
  expect(await readRecords(path)).toEqual([recordOf('one')])
  await appendRecord(path, recordOf('three'))
  expect(await readRecords(path)).toEqual([recordOf('one'), recordOf('three')])
  expect(await readFile(path, 'utf8')).not.toContain('tw')
})

test('a line amid the others that is none is not passed over', async () => {
  const path = join(await tempDir(), 'results.ndjson')
  await appendFile(path, 'nonsense\n')
  await expect(readRecords(path)).rejects.toThrow(SyntaxError)
})
