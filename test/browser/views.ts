import type { Page } from 'playwright-core'
import type { Shown } from './setup.ts'

/** Every view there is, with what it shows of the recorded runs. */
export interface View {
  readonly name: string
  /** Behind the server's address. */
  readonly path: (shown: Shown) => string
  /** Shows what is folded at first. */
  readonly unfold?: (page: Page) => Promise<void>
}

export const views: readonly View[] = [
  { name: 'the list of runs', path: () => '/#/runs' },
  {
    name: 'a run of benchmarks',
    path: ({ bench }) => `/#/runs/${bench.current}`,
    unfold: (page) => page.getByRole('button', { name: 'Open all scenarios' }).click(),
  },
  { name: 'a load test', path: ({ load }) => `/#/runs/${load}` },
  {
    name: 'two runs beside one another',
    path: ({ bench }) => `/#/compare/${bench.current}/${bench.baseline}`,
  },
  {
    name: 'the history',
    path: ({ slower }) => `/#/history?scenario=${encodeURIComponent(slower.scenario)}`,
  },
  { name: 'what is under way', path: () => '/#/live' },
]
