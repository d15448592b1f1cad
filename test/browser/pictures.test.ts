import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject } from 'vitest'
import { settled, test } from '../support/pages.ts'
import { repositoryPath } from '../support/process.ts'
import { PICTURES, pictures, takePicture } from './picture.ts'
import type { Shown } from './setup.ts'

const shown = inject('shown')

/** What is to be seen, and how; what is under way is taken where it is tested. */
interface Scene {
  readonly name: string
  readonly path: (shown: Shown) => string
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

const comparison = ({ bench }: Shown): string =>
  `/#/compare/${bench.current}/${bench.baseline}?at=scenarios`

const SCENES: readonly Scene[] = [
  { name: 'runs', path: () => '/#/runs' },
  {
    name: 'benchmarks',
    path: ({ bench, slower }) =>
      `/#/runs/${bench.current}?scenario=${encodeURIComponent(slower.scenario)}`,
    height: 1100,
  },
  { name: 'load', path: ({ load }) => `/#/runs/${load}?at=course`, height: 1000 },
  { name: 'compare', path: comparison },
  { name: 'history', path: ({ slower }) => `/#/history?scenario=${slower.scenario}` },
  { name: 'phone', path: comparison, width: 390, height: 840, scheme: 'dark' },
]

describe('the pictures of pages', () => {
  test.for(SCENES)('$name', async ({ name, path, ...look }, { open }) => {
    const page = await open(shown.url + path(shown), { height: 800, ...look })
    await settled(page)
    const { kept, taken } = await takePicture(page, name)
    expect(kept).toEqual(taken)
  })

  test('are all shown, and no others', () => {
    const files = readdirSync(pictures).filter((name) => name.startsWith('page-'))
    expect(files.toSorted()).toEqual(PICTURES.map((name) => `page-${name}.png`).toSorted())
    const docs = ['README.md', 'docs/pages.md'].map((path) =>
      readFileSync(join(repositoryPath, path), 'utf8'),
    )
    for (const file of files) expect(docs.join('\n')).toContain(`pictures/${file}`)
  })
})
