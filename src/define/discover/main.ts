import { pathToFileURL } from 'node:url'
import { isScenario, type Scenario, type ScenarioExchange } from '../../model/scenario.ts'
import { scenarioProblems } from '../validation/scenario.ts'
import { DECLARATIVE_KEYS } from '../declarative.ts'
import { importProblem, shownPath } from './import-problem.ts'
import { withParams } from '../../model/exchanges/params.ts'
import { Transports } from './transports.ts'
import { guardAgainstOrphaning } from '../../processes/orphan-guard.ts'
import type { DiscoverMessage, DiscoverOrder, FoundExport, FoundScenario } from './protocol.ts'

/** The process that imports perf files, so that nothing they do can hurt the command that looks for scenarios. */

let current = ''
let cwd = process.cwd()
let transports: Transports = new Transports({ transports: {}, broken: [] }, (path) => path)

function tell(message: DiscoverMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
}

async function carryOut(order: DiscoverOrder): Promise<void> {
  cwd = order.cwd
  transports = new Transports(order, (path) => shownPath(path, cwd))
  for (const path of order.files) {
    current = path
    await tell({ kind: 'importing', path })
    try {
      await tell(await importedFrom(path))
    } catch (thrown) {
      await fail(thrown)
    }
  }
  await tell({ kind: 'done' })
  // What the files opened (sockets, timers) must not keep this process alive.
  process.exit(0)
}

const fail = (thrown: unknown): Promise<void> =>
  tell({ kind: 'failed', path: current, problem: importProblem(thrown, { path: current, cwd }) })

async function failAndExit(thrown: unknown): Promise<never> {
  await fail(thrown)
  process.exit(1)
}

async function importedFrom(path: string): Promise<DiscoverMessage> {
  const transport = transports.nameOf(path)
  if (transport === undefined) {
    const exports: unknown = await import(pathToFileURL(path).href)
    return { kind: 'imported', path, exports: await foundIn(exports) }
  }
  const problem = await transports.problemOf(transport)
  if (problem !== undefined) return { kind: 'failed', path, problem }
  return { kind: 'imported', path, exports: [] }
}

async function foundIn(exports: unknown): Promise<FoundExport[]> {
  const seen = new Set<Scenario>()
  const found: FoundExport[] = []
  for (const [exportName, value] of Object.entries(exports as object) as [string, unknown][]) {
    if (!isScenario(value) || seen.has(value)) continue
    seen.add(value)
    found.push(await describe(exportName, value))
  }
  return found
}

async function describe(exportName: string, scenario: Scenario): Promise<FoundExport> {
  const name = nameOf(scenario)
  const problems = scenarioProblems(scenario)
  if (problems.length > 0) return { exportName, name, problems }
  const exchanges = exchangesOf(scenario)
  const unfit = await exchangeProblems(scenario, exchanges)
  if (unfit.length > 0) return { exportName, name, problems: unfit }
  return { exportName, name, problems, scenario: { ...partsOf(scenario), exchanges } }
}

function partsOf(scenario: Scenario): Omit<FoundScenario, 'exchanges'> {
  const { category, tags, params, budget, timeoutMs, exclusive, target } = scenario
  return {
    category,
    tags,
    params,
    budget,
    exclusive,
    isFed: scenario.feed !== undefined,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(target === undefined ? {} : { target }),
  }
}

const exchangesOf = ({ exchange, params }: Scenario): readonly ScenarioExchange[] =>
  exchange === undefined ? [] : params.map((set) => withParams(exchange, set))

/** Each once, whichever of its params it comes with. */
async function exchangeProblems(
  { definition }: Scenario,
  exchanges: readonly ScenarioExchange[],
): Promise<readonly string[]> {
  const key = DECLARATIVE_KEYS.find((one) => Reflect.get(Object(definition), one) !== undefined)
  const problems = await Promise.all(exchanges.map((one) => transports.check(one, key ?? '')))
  return [...new Set(problems.flat())]
}

/** A name that is no text is among the problems; it is still shown. */
const nameOf = ({ name }: { readonly name: unknown }): string =>
  typeof name === 'string' ? name : typeof name

guardAgainstOrphaning()
process.on('uncaughtException', (thrown) => void failAndExit(thrown))
process.on('unhandledRejection', (thrown) => void failAndExit(thrown))
process.once('disconnect', () => process.exit(1))
process.once('message', (order) => void carryOut(order as DiscoverOrder))
await tell({ kind: 'ready' })
