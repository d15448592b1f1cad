import { refuseProblems } from '../kernel/errors.ts'
import type { PlannedScenario } from '../model/plan.ts'
import { redactIdentities } from '../model/redact-identity.ts'
import {
  budgetsOfNoScenario,
  filterFiles,
  filterScenarios,
  findPerfFiles,
  loadScenarios,
} from '../define/index.ts'
import { checkVitestFiles } from '../measure/index.ts'
import { requireAllowedHosts } from './allowed-hosts.ts'
import { interruptedEarly } from './errors.ts'
import type { Project } from './project.ts'
import { transportsOf } from './transports.ts'

/** What a command's filters chose. */
export interface Selection {
  readonly scenarios: readonly PlannedScenario[]
  /** Every scenario that perf files export, chosen or not. */
  readonly known: readonly PlannedScenario[]
  /** Vitest's perf tests, absolute paths. */
  readonly tests: readonly string[]
}

/**
 * Finds and loads the project's perf files, and applies the filters.
 * @throws PlimsollError NO_PERF_FILES, NO_TRANSPORT_FILE, PERF_FILES_BROKEN with every problem of every file, NO_SCENARIO_MATCHES,
 * HOST_NOT_ALLOWED; INTERRUPTED: what Ctrl-C makes of it is no fault of the files
 */
export async function planScenarios(
  project: Project,
  filters: readonly string[],
): Promise<Selection> {
  try {
    return await select(project, filters)
  } catch (thrown) {
    throw project.signal.aborted ? interruptedEarly() : thrown
  }
}

async function select(project: Project, filters: readonly string[]): Promise<Selection> {
  const { cwd, env, settings, signal } = project
  const files = await findPerfFiles({ cwd, include: settings.include, exclude: settings.exclude })
  const budgets = project.loaded.config.budgets ?? {}
  const { planned, problems } = await loadScenarios(files.perf, {
    cwd,
    env,
    signal,
    budgets,
    timeoutMs: settings.timeoutMs,
    transports: transportsOf(project),
  })
  const tests = filterFiles(files.vitest, filters)
  // A Vitest file names its scenarios only when it runs, so a budget for one of them can't be checked here.
  const isComplete = problems.length === 0 && files.vitest.length === 0
  const astray = isComplete ? budgetsOfNoScenario(budgets, planned) : []
  refuseProblems({
    code: 'PERF_FILES_BROKEN',
    problems: [...problems, ...(await testProblems(project, tests)), ...astray],
    several: (count) => `${count} problems in the perf files`,
    hint: 'nothing was measured; mend what is named and run it again',
  })
  const known = withoutSecrets(planned, project)
  const scenarios = filterScenarios(known, filters, files.vitest)
  requireAllowedHosts(scenarios, project)
  return { scenarios, known, tests }
}

/** Names are shown, and keys matched, from here on: in records they have no secrets. */
export function withoutSecrets(
  planned: readonly PlannedScenario[],
  { redactor }: Project,
): readonly PlannedScenario[] {
  const identities = redactIdentities(
    planned.map(({ identity }) => identity),
    redactor,
  )
  return planned.map((scenario, index) => {
    return { ...scenario, identity: identities[index] ?? scenario.identity }
  })
}

/** The part of a selection that lies in these files; all of it when none are named. */
export function narrow(selection: Selection, within: readonly string[] | undefined): Selection {
  if (within === undefined) return selection
  const { scenarios, known, tests } = selection
  return {
    scenarios: scenarios.filter(({ path }) => within.includes(path)),
    known,
    tests: tests.filter((path) => within.includes(path)),
  }
}

/** What is wrong with Vitest's perf tests, found before anything is measured. */
async function testProblems(
  project: Project,
  tests: readonly string[],
): Promise<readonly string[]> {
  if (tests.length === 0) return []
  const { problems } = await checkVitestFiles(tests, {
    cwd: project.cwd,
    timeoutMs: project.settings.timeoutMs,
    signal: project.signal,
    onOutput: () => undefined,
  })
  return problems
}
