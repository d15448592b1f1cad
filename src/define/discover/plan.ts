import type { TransportPlace } from '../../model/load.ts'
import type { PlannedScenario } from '../../model/plan.ts'
import { type Budget, mergeBudgets } from '../../model/budget.ts'
import { scenarioKey } from '../../model/scenario.ts'
import { suggestion } from '../nearest.ts'
import { importProblemLine, shownPath } from './import-problem.ts'
import type { FileOutcome, FoundExport, FoundScenario } from './protocol.ts'

/** What planning needs to know beside what was found. */
export interface PlanOptions {
  readonly cwd: string
  /** Time-out of each step of a scenario's launch, where the scenario sets none. */
  readonly timeoutMs: number
  /** Budgets of the configuration, by the scenario's name. */
  readonly budgets: Readonly<Record<string, Budget>>
  /** Where transports are imported from, by name. */
  readonly transports: Readonly<Record<string, TransportPlace>>
}

/** The scenarios of all files, and everything that is wrong with any of them. */
export interface Discovered {
  readonly planned: readonly PlannedScenario[]
  /** One line each. */
  readonly problems: readonly string[]
}

interface Found extends FoundExport {
  readonly path: string
  readonly file: string
}

/** Outcomes of importing → scenarios to measure, one for each set of params. */
export function planScenarios(outcomes: readonly FileOutcome[], options: PlanOptions): Discovered {
  const found = outcomes.flatMap((outcome) =>
    'exports' in outcome
      ? outcome.exports.map((each): Found => {
          return { ...each, path: outcome.path, file: shownPath(outcome.path, options.cwd) }
        })
      : [],
  )
  const planned = found.flatMap((each) => plan(each, options))
  const problems = [
    ...outcomes.flatMap((outcome) => fileProblems(outcome, options.cwd)),
    ...repeatedNames(found),
    ...repeatedKeys(planned),
  ]
  return { planned, problems }
}

/** Budgets of the configuration that no scenario has the name for, one line each. */
export function budgetsOfNoScenario(
  budgets: Readonly<Record<string, Budget>>,
  planned: readonly PlannedScenario[],
): string[] {
  const names = planned.map(({ identity }) => identity.name)
  return Object.keys(budgets)
    .filter((name) => !names.includes(name))
    .map(
      (name) => `budgets: no scenario is named ${JSON.stringify(name)}${suggestion(name, names)}`,
    )
}

function fileProblems(outcome: FileOutcome, cwd: string): string[] {
  if ('problem' in outcome) return [importProblemLine(outcome.problem)]
  const file = shownPath(outcome.path, cwd)
  if (outcome.exports.length === 0) {
    return [`${file}: exports no scenario; write export const home = scenario('home', { … })`]
  }
  return outcome.exports.flatMap(({ exportName, problems }) =>
    problems.map((problem) => `${file}: ${exportName}: ${problem}`),
  )
}

function plan(found: Found, options: PlanOptions): PlannedScenario[] {
  const { name, file, path, exportName, scenario } = found
  if (scenario === undefined) return []
  const { category, tags, exclusive, target } = scenario
  const budget = mergeBudgets(scenario.budget, options.budgets[name] ?? {})
  const timeoutMs = scenario.timeoutMs ?? options.timeoutMs
  return scenario.params.map((params, paramsIndex) => ({
    identity: { key: scenarioKey(name, params), name, category, tags, params, file },
    budget,
    path,
    exportName,
    paramsIndex,
    timeoutMs,
    exclusive,
    ...(target === undefined ? {} : { target }),
    ...exchangeAt(scenario, paramsIndex, options),
  }))
}

/** With where its transport is imported from. */
function exchangeAt(
  { exchanges, isFed }: FoundScenario,
  paramsIndex: number,
  { transports }: PlanOptions,
): Pick<PlannedScenario, 'exchange'> {
  const exchange = exchanges[paramsIndex]
  const from = exchange && transports[exchange.transport]
  return exchange === undefined || from === undefined
    ? {}
    : { exchange: { ...exchange, from, isFed } }
}

function repeatedNames(found: readonly Found[]): string[] {
  return [...Map.groupBy(found, ({ name }) => name)].flatMap(([name, same]) => {
    if (same.length === 1) return []
    const places = same.map(({ file, exportName }) => `${file} (${exportName})`)
    return [`${same.length} scenarios are named ${JSON.stringify(name)}: ${places.join(', ')}`]
  })
}

/** A name may look like another name with params. */
function repeatedKeys(planned: readonly PlannedScenario[]): string[] {
  const byKey = Map.groupBy(planned, ({ identity }) => identity.key)
  return [...byKey].flatMap(([key, same]) => {
    if (new Set(same.map(({ identity }) => identity.name)).size === 1) return []
    const places = same.map(({ identity, exportName }) => `${identity.file} (${exportName})`)
    return [`${same.length} scenarios have the key ${JSON.stringify(key)}: ${places.join(', ')}`]
  })
}
