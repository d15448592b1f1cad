import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../support/chromium.ts'
import { tempDir, writeFiles } from '../support/folders.ts'

/** A program of this name, that does nothing. @returns its folder */
async function withProgram(name: string): Promise<string> {
  const folder = await tempDir()
  await writeFiles(folder, { [name]: '' })
  await chmod(join(folder, name), 0o755)
  return folder
}

describe('the browser', () => {
  test('is found on the PATH, by any of its names', async () => {
    const folder = await withProgram('google-chrome')
    const env = { PATH: `/nowhere:${folder}` }
    expect(await findChromium(env)).toBe(join(folder, 'google-chrome'))
  })

  test('is the one that is named, else an error that says what to do', async () => {
    const named = join(await withProgram('my-own'), 'my-own')
    const PATH = await withProgram('chromium')
    expect(await findChromium({ PATH, CHROME_PATH: named })).toBe(named)
    await expect(findChromium({ PATH, CHROME_PATH: '/no/such' })).rejects.toThrow(
      /CHROME_PATH names \/no\/such, which is no program.*install it.*or name it in CHROME_PATH/,
    )
  })
})
