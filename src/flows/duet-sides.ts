import { PlimsollError, usageError } from '../kernel/errors.ts'
import type { DuetPair, ReplacedPackage, Side, SideFolder } from '../model/duet.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { Revision, ScenarioIdentity } from '../model/run.ts'
import { filterScenarios, findPerfFiles, loadScenarios } from '../define/index.ts'
import {
  prepareIdenticalSides,
  preparePackageSides,
  prepareSide,
  readSideFacts,
  type SideFacts,
  workingTreeSide,
} from '../measure/index.ts'
import type { Project } from './project.ts'
import { withoutSecrets } from './select.ts'
import { transportsOf } from './transports.ts'

/** The two sides of a duet: where their code lies, and which scenarios they have. */

/** What to put beside each other. */
export type DuetSubject =
  | {
      readonly kind: 'revisions'
      /** A branch, tag, commit, `HEAD~1` … */
      readonly baseline: string
      /** `undefined` = the working tree. */
      readonly current: string | undefined
    }
  | {
      readonly kind: 'package'
      readonly name: string
      readonly baseline: string
      readonly current: string
    }
  | {
      /** The working tree, and a copy of it. */
      readonly kind: 'identical'
    }

/** One side, ready to be loaded. */
export interface DuetSide {
  /** As a user would call it. */
  readonly name: string
  readonly folder: SideFolder
  readonly revision: Revision | null
}

/** Both sides; freeing them removes what was checked out. */
export interface DuetSides extends AsyncDisposable {
  readonly current: DuetSide
  readonly baseline: DuetSide
  readonly replace: readonly ReplacedPackage[]
  /** What tells whether the two sides are kept apart. */
  readonly facts: SideFacts
}

/** Checks out and prepares both sides. @throws PlimsollError as `prepareSide` and `preparePackageSides` do */
export async function openSides(project: Project, subject: DuetSubject): Promise<DuetSides> {
  const { cwd, signal, settings } = project
  const options = {
    cwd,
    signal,
    prepareCommand: settings.duetPrepare,
    onProgress: project.settings.quiet ? () => undefined : project.tell,
  }
  if (subject.kind === 'identical') {
    const sides = await prepareIdenticalSides({ cwd, signal })
    const { revision } = sides
    return Object.assign(sides, {
      current: { name: 'the working tree', folder: sides.current, revision },
      baseline: { name: 'a copy of the working tree', folder: sides.baseline, revision },
      replace: [],
    })
  }
  if (subject.kind === 'package') {
    const sides = await preparePackageSides({
      ...options,
      name: subject.name,
      a: subject.baseline,
      b: subject.current,
    })
    const side = (which: Side): DuetSide => ({
      name: `${subject.name}@${sides.versions[which]}`,
      folder: sides[which],
      revision: null,
    })
    return Object.assign(sides, { current: side('current'), baseline: side('baseline') })
  }
  await using opened = new AsyncDisposableStack()
  const open = async (revision: string): Promise<DuetSide> => {
    const side = opened.use(await prepareSide(revision, options))
    return { name: revision, folder: side.folder, revision: side.revision }
  }
  const baseline = await open(subject.baseline)
  const current =
    subject.current === undefined
      ? { name: 'the working tree', ...(await workingTreeSide(cwd, signal)) }
      : await open(subject.current)
  const folders = { current: current.folder, baseline: baseline.folder }
  const facts = await readSideFacts(folders, signal)
  const owner = opened.move()
  return {
    current,
    baseline,
    replace: [],
    facts,
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  }
}

/** The scenarios of both sides, matched by key. */
export interface DuetSelection {
  readonly pairs: readonly DuetPair[]
  /** Those that can't share a process with another revision. */
  readonly apart: readonly DuetPair[]
  readonly added: readonly ScenarioIdentity[]
  readonly removed: readonly ScenarioIdentity[]
  /** Those whose work is data, of which a duet says nothing. */
  readonly declarative: readonly ScenarioIdentity[]
  /** Perf tests for Vitest, which no duet can measure; relative paths. */
  readonly tests: readonly string[]
}

/** Which scenarios. */
export interface DuetChoice {
  /** Substrings of scenario names or file paths; none = everything. */
  readonly filters: readonly string[]
  /** Keys to stay within; default: all of them. */
  readonly within?: readonly string[]
}

/** @throws PlimsollError NO_PERF_FILES, PERF_FILES_BROKEN of a side, NO_SCENARIO_MATCHES, DUET_OF_DATA */
export async function selectPairs(
  project: Project,
  sides: DuetSides,
  { filters, within }: DuetChoice,
): Promise<DuetSelection> {
  const replaced = sides.replace[0]?.name
  const baseline = await loadSide(project, sides.baseline, replaced)
  const current = await loadSide(project, sides.current, replaced)
  const all = [...current.planned, ...baseline.planned]
  const matching = filterScenarios(all, filters, current.tests)
  const chosen = new Set(
    matching.flatMap(({ identity: { key } }) =>
      within === undefined || within.includes(key) ? key : [],
    ),
  )
  const now = chosenByKey(current.planned, chosen)
  const before = chosenByKey(baseline.planned, chosen)
  const both = [...now].flatMap(([key, planned]): readonly DuetPair[] => {
    const match = before.get(key)
    return match === undefined
      ? []
      : [{ identity: planned.identity, current: planned, baseline: match }]
  })
  const code = both.filter((pair) => !isDeclarative(pair))
  if (code.length === 0 && both.length > 0) throw onlyData(both)
  const isApart = (pair: DuetPair): boolean => pair.current.exclusive || pair.baseline.exclusive
  return {
    pairs: code.filter((pair) => !isApart(pair)),
    apart: code.filter(isApart),
    declarative: both.filter(isDeclarative).map(({ identity }) => identity),
    added: [...now.values()].flatMap(({ identity }) => (before.has(identity.key) ? [] : identity)),
    removed: [...before.values()].flatMap(({ identity }) =>
      now.has(identity.key) ? [] : identity,
    ),
    tests: current.tests,
  }
}

/** Both revisions would send the same to one target: what differs between them is the target, and that is not in it. */
const isDeclarative = ({ current, baseline }: DuetPair): boolean =>
  current.exchange !== undefined || baseline.exchange !== undefined

const onlyData = (pairs: readonly DuetPair[]): PlimsollError =>
  usageError(
    'DUET_OF_DATA',
    `a duet says nothing about scenarios that are data: ${pairs.map(({ identity }) => identity.key).join(', ')}`,
    'plimsoll load --against REV puts two revisions of their target side by side',
  )

const chosenByKey = (
  planned: readonly PlannedScenario[],
  chosen: ReadonlySet<string>,
): ReadonlyMap<string, PlannedScenario> =>
  new Map(
    planned
      .filter(({ identity }) => chosen.has(identity.key))
      .map((each) => [each.identity.key, each]),
  )

interface SideScenarios {
  readonly planned: readonly PlannedScenario[]
  readonly tests: readonly string[]
}

async function loadSide(
  project: Project,
  { name, folder, revision }: DuetSide,
  replaced: string | undefined,
): Promise<SideScenarios> {
  const { settings, env, signal, loaded } = project
  const place = revision === null ? name : `${name} (${revision.commit.slice(0, 7)})`
  const { include, exclude, timeoutMs } = settings
  const files = await naming(place, () => findPerfFiles({ cwd: folder.cwd, include, exclude }))
  const { planned, problems } = await loadScenarios(files.perf, {
    cwd: folder.cwd,
    env,
    signal,
    timeoutMs,
    budgets: loaded.config.budgets ?? {},
    transports: await naming(place, async () => transportsOf({ cwd: folder.cwd, loaded })),
  })
  if (problems.length > 0) throw broken(place, problems, replaced)
  return { planned: withoutSecrets(planned, project), tests: files.vitest }
}

const WITHOUT_PERF_FILES =
  'name a revision that has perf files; include in the configuration says where they are'

/** What goes wrong in one side says in which. */
async function naming<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    const { code, message, exitCode, problems } = thrown
    const hint = code === 'NO_PERF_FILES' ? WITHOUT_PERF_FILES : thrown.hint
    throw new PlimsollError({
      code,
      message: code === 'NO_PERF_FILES' ? `${place} has no perf file` : `${place}: ${message}`,
      hint,
      exitCode,
      problems,
      cause: thrown,
    })
  }
}

const NOT_LOADED =
  'nothing was measured; compare with a revision whose perf files load, or mend what is named; what has to be built first is built by duet.prepare (--prepare "npm run build")'

/** Perf files are looked through with what the project has installed, before either version takes its place. */
const notInstalled = (name: string): string =>
  `nothing was measured; the perf files must load with the project's own ${name}: npm install --save-dev ${name}`

function broken(
  place: string,
  problems: readonly string[],
  replaced: string | undefined,
): PlimsollError {
  const [first = ''] = problems
  return usageError(
    'PERF_FILES_BROKEN',
    problems.length === 1
      ? `${place}: ${first}`
      : `${place}: ${problems.length} problems in the perf files`,
    replaced === undefined ? NOT_LOADED : notInstalled(replaced),
    problems.length === 1 ? [] : problems,
  )
}
