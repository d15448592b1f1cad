import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

const FILES = join(import.meta.dirname, 'files')

/** Compares a text with a golden file; `UPDATE_GOLDEN=1` writes it instead. A file that is not there fails. */
export function expectGolden(name: string, text: string): void {
  const path = join(FILES, name)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text)
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : `no golden file ${name}`
  expect(text).toBe(golden)
}
