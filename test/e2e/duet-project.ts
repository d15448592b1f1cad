import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Comparison, ScenarioComparison } from '../../src/model/comparison.ts'
import { readComparison } from '../../src/model/read.ts'
import { fillProject, type ProjectFiles, tempDir } from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import { documentOf, git, gitInit } from './cli-project.ts'

/** What the end-to-end tests of duets share: small repositories whose work differs by far more than any noise. */

/** As short as will do: what is to be found is many times slower. */
export const BRIEFLY: readonly string[] = [
  ...['--duet-time', '20ms', '--duet-warm-up', '10ms', '--duet-budget', '1s'],
  // On a busy machine the rule for choosing a clock may say that none can be trusted.
  ...['--clock', 'cpu'],
]

/** What no duet of these tests may leave in git's eyes. */
const IGNORED = 'node_modules\n'

/** Work of so many rounds. */
export const SPIN = `let total = 0
export const spin = (rounds: number): number => {
  for (let round = 0; round < rounds; round++) total += Math.sqrt(round + total)
  return total
}
`

/** `src/rounds.ts`: how much work each scenario does. */
export const rounds = (by: Readonly<Record<string, number>>): string =>
  `export const rounds: Record<string, number> = ${JSON.stringify(by)}\n`

/** A perf file of scenarios with a stage \`work\` that has as many rounds as \`src/rounds.ts\` says. */
export const perfFile = (...names: readonly string[]): string =>
  [
    `import { scenario } from 'plimsoll'`,
    `import { rounds } from '../src/rounds.ts'`,
    `import { spin } from '../src/spin.ts'`,
    ...names.map(
      (name, index) => `export const s${index} = scenario(${JSON.stringify(name)}, {
  run: ({ stage }) => {
    stage('rest', () => spin(400))
    return stage('work', () => spin(rounds[${JSON.stringify(name)}] ?? 400))
  },
})`,
    ),
    '',
  ].join('\n')

/** A repository with everything committed on \`main\`, removed when the test ends. */
export async function duetProject(files: ProjectFiles): Promise<string> {
  const cwd = await tempDir()
  await fillDuetProject(cwd, files)
  return cwd
}

/** Makes a folder such a repository. */
export async function fillDuetProject(cwd: string, files: ProjectFiles): Promise<void> {
  await fillProject(cwd, { '.gitignore': IGNORED, 'src/spin.ts': SPIN, ...files })
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
