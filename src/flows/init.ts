import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { usageError } from '../kernel/errors.ts'
import { fileProblem } from './errors.ts'

/** `init`: a configuration, an example and a CI workflow. Nothing that is there is overwritten. */

/** What to write. */
export interface InitRequest {
  readonly cwd: string
  readonly workflow: boolean
}

/** What was written and what was there already, relative paths. */
export interface InitOutcome {
  readonly written: readonly string[]
  readonly kept: readonly string[]
}

/** Writes the scaffold. @throws PlimsollError INIT_NOT_WRITTEN */
export function scaffold({ cwd, workflow }: InitRequest): InitOutcome {
  const files = Object.entries(FILES).filter(([file]) => workflow || file !== WORKFLOW)
  const kept = files.filter(([file]) => existsSync(join(cwd, file)))
  const written = files.filter(([file]) => !existsSync(join(cwd, file)))
  for (const [file, text] of written) {
    try {
      mkdirSync(dirname(join(cwd, file)), { recursive: true })
      writeFileSync(join(cwd, file), text, { flag: 'wx' })
    } catch (cause) {
      throw usageError(
        'INIT_NOT_WRITTEN',
        `${file} can't be written: ${fileProblem(cause)}`,
        'run plimsoll init in a folder that you may write to',
      )
    }
  }
  return { written: written.map(([file]) => file), kept: kept.map(([file]) => file) }
}

const WORKFLOW = join('.github', 'workflows', 'performance.yml')

const FILES: Readonly<Record<string, string>> = {
  'plimsoll.config.ts': `import { defineConfig } from 'plimsoll'

export default defineConfig({
  // Everything has a default; plimsoll doctor shows each setting and where it came from.
  retention: { keep: 500 },
})
`,
  [join('perf', 'example.perf.ts')]: `import { cycle, scenario } from 'plimsoll'

const orders = cycle([
  '{"id":1,"items":[{"sku":"tea","pence":320}]}',
  '{"id":2,"items":[{"sku":"cake","pence":410},{"sku":"tea","pence":320}]}',
])

export const orderTotal = scenario('order total', {
  category: 'orders',
  budget: { p99Ms: 1 },
  feed: orders,
  run: ({ input, stage }) => {
    const order = stage('parse', () => JSON.parse(input))
    return stage('add up', () =>
      order.items.reduce((sum: number, item: { pence: number }) => sum + item.pence, 0),
    )
  },
})
`,
  [WORKFLOW]: `name: performance
on: pull_request
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      # Hosted runners differ from job to job, and runs of different machines can't be compared. So the branch that this
      # is to be merged into is measured here too, as the baseline.
      - name: Measure the base
        id: base
        continue-on-error: true # it may have nothing to measure yet
        run: |
          git switch --quiet --detach "$GITHUB_SHA^1"
          npm ci
          npx --no plimsoll run || [ $? -eq 1 ] # 1: over budget, and measured all the same
          npx --no plimsoll baseline set --baseline "$GITHUB_BASE_REF"
      - run: git switch --quiet --detach "$GITHUB_SHA"
      - run: npm ci
      # Without a base to compare with, the budgets alone are judged.
      - run: npx --no plimsoll \${{ steps.base.outcome == 'success' && 'check' || 'run' }}
`,
}
