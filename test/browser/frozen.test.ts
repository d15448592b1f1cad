import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, inject } from 'vitest'
import { tempDir } from '../support/folders.ts'
import { barriersIn, overflowOf, settled, test } from '../support/pages.ts'

/** Reports as pages, opened from disk with the network cut off: whatever they ask for fails the test. */

const shown = inject('shown')
const reports = [
  { what: 'benchmarks', file: shown.reports.bench, run: shown.bench.current },
  { what: 'a load test', file: shown.reports.load, run: shown.load },
]
const addressOf = (file: string): string => pathToFileURL(file).href

describe.each(reports)('a report of $what', ({ file, run }) => {
  test('shows what the live page shows, to everybody, and asks for nothing', async ({ open }) => {
    const live = await open(`${shown.url}/#/runs/${run}`)
    const frozen = await open(addressOf(file), { offline: true, width: 380, scheme: 'dark' })
    await Promise.all([settled(live), settled(frozen)])
    expect(new URL(frozen.url()).hash).toBe(`#/runs/${run}`)
    const headings = (page: typeof live): Promise<string[]> =>
      page.locator('main :is(h1, h2, h3, h4)').allInnerTexts()
    expect(await headings(frozen)).toEqual(await headings(live))
    expect(await barriersIn(frozen)).toEqual([])
    expect(await overflowOf(frozen)).toBe(0)
  })
})

/** The page's data begins here and ends with its element. */
const DATA = /(<script type="application\/json" id="plimsoll-page">)([^<]*)(<\/script>)/

describe('a report that is damaged', () => {
  test.for([
    { how: 'cut off', damage: (data: string) => data.slice(0, data.length / 2) },
    { how: 'empty', damage: () => '' },
    { how: 'another document', damage: () => '{"schema":"other@1"}' },
    { how: 'without its documents', damage: () => '{"schema":"plimsoll/page@1"}' },
    {
      how: 'of runs that are none',
      damage: (data: string) => data.replaceAll('"plimsoll/run@1"', '"plimsoll/run@9"'),
    },
    {
      how: 'of runs without results',
      damage: (data: string) => data.replaceAll('"results":[', '"others":['),
    },
  ])('$how: says so, instead of a blank page', async ({ how, damage }, { open }) => {
    const whole = await readFile(shown.reports.bench, 'utf8')
    const file = join(await tempDir(), `${how}.html`)
    await writeFile(
      file,
      whole.replace(
        DATA,
        (_, start: string, data: string, end: string) => start + damage(data) + end,
      ),
    )
    const page = await open(addressOf(file), { offline: true })
    const alert = page.getByRole('alert').first()
    await alert.waitFor()
    expect((await alert.innerText()).length).toBeGreaterThan(20)
  })

  test.for([
    { where: 'its code', share: 0.2, said: 'the file is cut off' },
    { where: 'its data', share: 0.9, said: 'cut off or damaged' },
  ])('cut off within $where: says so too', async ({ share, said }, { open }) => {
    const whole = await readFile(shown.reports.bench, 'utf8')
    const file = join(await tempDir(), 'cut.html')
    await writeFile(file, whole.slice(0, whole.length * share))
    const page = await open(addressOf(file), { offline: true })
    await page.getByText(said).first().waitFor()
  })
})
