import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { repositoryPath } from '../support/process.ts'

/**
 * The pictures of pages in the documentation are what a browser shows of real runs. `npm run pictures` writes them anew,
 * over longer runs; tests see to it that each can still be made, and is as large as it would be now.
 */

/** Whether they are written. */
export const isWritten: boolean = process.env['PLIMSOLL_PICTURES'] === 'write'

/** Where they are kept. */
export const pictures: string = join(repositoryPath, 'docs/pictures')

/** Their names, without `page-` and `.png`. */
export const PICTURES: readonly string[] = [
  'runs',
  'benchmarks',
  'load',
  'compare',
  'history',
  'live',
  'phone',
]

/** Width and height in pixels, of the picture that is kept and of the one that was taken now. */
export interface Sizes {
  readonly kept: readonly number[]
  readonly taken: readonly number[]
}

/** Takes one, and keeps it where they are written. @param name without `page-` and `.png` */
export async function takePicture(page: Page, name: string): Promise<Sizes> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-picture-'))
  try {
    const taken = join(folder, 'taken.png')
    const kept = join(pictures, `page-${name}.png`)
    await page.screenshot({ path: taken, animations: 'disabled' })
    if (isWritten) await copyFile(taken, kept)
    return { kept: await sizeOf(kept), taken: await sizeOf(taken) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** From the header of a PNG: https://www.w3.org/TR/png-3/#11IHDR */
async function sizeOf(file: string): Promise<readonly number[]> {
  const bytes = await readFile(file)
  if (bytes.toString('latin1', 1, 4) !== 'PNG') throw new Error(`${file} is no PNG`)
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}
