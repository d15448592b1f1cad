import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Comparison, ScenarioComparison } from '../../src/model/comparison.ts'
import { readComparison } from '../../src/model/read.ts'
import { fillProject, type ProjectFiles } from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import { documentOf, git, gitInit } from './cli-project.ts'

/** What the end-to-end tests of duets share: small repositories whose work differs by far more than any noise. */

/** As short as will do: what is to be found is many times slower. */
export const BRIEFLY: readonly string[] = [
  ...['--duet-time', '20ms', '--duet-warm-up', '10ms', '--duet-budget', '4s'],
  // On a busy machine the rule for choosing a clock may say that none can be trusted.
  ...['--clock', 'cpu'],
  // So that what is a hundred times slower is found, and nothing else is, however busy the machine.
  ...['--tolerance', '300', '--confidence', '0.9'],
]

/** What no duet of these tests may leave in git's eyes. */
const IGNORED = 'node_modules\n'

/** `src/digest.ts`: work of so many bytes, in native code, which no compiler makes faster on its way. */
export const DIGEST = `import { hash } from 'node:crypto'
const bytes = Buffer.alloc(1_048_576, 'x')
export const digest = (size: number): string => hash('sha256', bytes.subarray(0, size))
`

/** Little work, and a hundred times as much. */
export const FEW = 8_192
export const MANY = 1_048_576

/** `src/sizes.ts`: how much work each scenario does. */
export const sizes = (by: Readonly<Record<string, number>>): string =>
  `export const sizes: Record<string, number> = ${JSON.stringify(by)}\n`

/** A perf file of scenarios with a stage `work` that has as much to do as `src/sizes.ts` says. */
export const perfFile = (...names: readonly string[]): string =>
  [
    `import { scenario } from 'plimsoll'`,
    `import { sizes } from '../src/sizes.ts'`,
    `import { digest } from '../src/digest.ts'`,
    ...names.map(
      (name, index) => `export const s${index} = scenario(${JSON.stringify(name)}, {
  run: ({ stage }) => {
    stage('rest', () => digest(${FEW}))
    return stage('work', () => digest(sizes[${JSON.stringify(name)}] ?? ${FEW}))
  },
})`,
    ),
    '',
  ].join('\n')

/** Makes a folder a repository, with everything committed on `main`. */
export async function fillDuetProject(cwd: string, files: ProjectFiles): Promise<void> {
  await fillProject(cwd, { '.gitignore': IGNORED, 'src/digest.ts': DIGEST, ...files })
  await gitInit(cwd)
}

/** The one comparison that a command printed. */
export function comparisonOf(result: ProcessResult): Comparison {
  return readComparison(documentOf(result), 'stdout')
}

/** What was said of a scenario. */
export function scenarioOf({ scenarios }: Comparison, key: string): ScenarioComparison {
  const found = scenarios.find((scenario) => scenario.key === key)
  if (found === undefined) throw new Error(`nothing is said of ${key}`)
  return found
}

/** Key → verdict. */
export const verdictsOf = ({ scenarios }: Comparison): Readonly<Record<string, string>> =>
  Object.fromEntries(scenarios.map(({ key, verdict }) => [key, verdict]))

/** What git and the disk know of worktrees beside the first. */
export async function leftIn(cwd: string): Promise<readonly string[]> {
  const listed = (await git(cwd, 'worktree', 'list', '--porcelain')).split('\n')
  const others = listed.filter((line) => line.startsWith('worktree ')).slice(1)
  const folders = await readdir(join(cwd, '.plimsoll/worktrees')).catch(() => [])
  return [...others, ...folders]
}
