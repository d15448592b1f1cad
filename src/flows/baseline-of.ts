import { join } from 'node:path'
import type { Run } from '../model/run.ts'
import type { Store } from '../model/ports.ts'
import { tidyRun } from '../model/tidy.ts'
import { baselineCandidates, chooseBaseline, triedText } from '../judge/index.ts'
import { readOrigins } from '../measure/index.ts'
import { readBaselineFile } from '../record/index.ts'
import { baselineNotFound, noBaseline, runNotFound } from './errors.ts'
import type { Project } from './project.ts'

/** The portable baseline, relative to the project. */
export const BASELINE_FILE: string = join('.performance-baselines', 'baseline.json')

/** A baseline that was found, and how. */
export interface FoundBaseline {
  readonly name: string
  readonly run: Run
  /** One sentence. */
  readonly explanation: string
}

/**
 * The baseline to judge a run by: `--baseline` (a name, or the id of a run), the config's, the branch's own, that of the
 * branch it came from, the default branch's; then the portable file.
 * @throws PlimsollError BASELINE_NOT_FOUND (named, not there), NO_BASELINE (exit 3)
 */
export async function findBaseline(
  project: Project,
  store: Store,
  current: Run,
): Promise<FoundBaseline> {
  const { baseline: named, defaultBranch } = project.settings
  const { from } = project.loaded.origins.baseline
  const origins = await readOrigins(project.cwd, defaultBranch)
  const candidates = baselineCandidates({
    ...origins,
    branch: current.revision?.branch ?? null,
    ...(from === 'config' ? { config: named } : { flag: named }),
  })
  const known = await store.baselines.list()
  const chosen = chooseBaseline(candidates, known)
  if (chosen !== undefined) {
    const run = await store.load(chosen.baseline.run)
    if (run === undefined) throw runNotFound(chosen.baseline.run)
    return { name: chosen.baseline.name, run, explanation: chosen.explanation }
  }
  if (named !== undefined && from !== 'config') return elsewhere(project, store, named)
  const inFile = await portable(project)
  if (inFile === undefined) throw noBaseline(`${triedText(candidates)}; no ${BASELINE_FILE}`)
  return inFile
}

/** Whether a baseline that the user named is there, before minutes go by. @throws PlimsollError BASELINE_NOT_FOUND */
export async function requireNamedBaseline(project: Project, store: Store): Promise<void> {
  const { baseline: named } = project.settings
  if (named === undefined || project.loaded.origins.baseline.from === 'config') return
  if ((await store.baselines.get(named)) === undefined) await elsewhere(project, store, named)
}

/** What a user named may be the portable file's baseline, or a run. @throws PlimsollError BASELINE_NOT_FOUND */
async function elsewhere(project: Project, store: Store, named: string): Promise<FoundBaseline> {
  const inFile = await portable(project)
  if (inFile?.name === named) return inFile
  const run = LIKE_A_RUN.test(named) ? await store.load(named.toUpperCase()) : undefined
  if (run !== undefined) {
    return { name: run.id, run, explanation: `run ${run.id}, named by --baseline` }
  }
  const known = (await store.baselines.list()).map(({ name }) => name)
  throw baselineNotFound(named, known)
}

/** The id of a run, or enough of one not to be taken for a word. */
const LIKE_A_RUN = /^[0-9A-Z]{6,26}$/i

async function portable(project: Project): Promise<FoundBaseline | undefined> {
  const document = await readBaselineFile(join(project.cwd, BASELINE_FILE))
  return (
    document && {
      name: document.name,
      // It may come from elsewhere.
      run: tidyRun(document.run, project.redactor),
      explanation: `baseline '${document.name}' from ${BASELINE_FILE}`,
    }
  )
}
