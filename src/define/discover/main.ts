import { pathToFileURL } from 'node:url'
import { isScenario, type Scenario } from '../../model/scenario.ts'
import { scenarioProblems } from '../validation/scenario.ts'
import { importProblem } from './import-problem.ts'
import { guardAgainstOrphaning } from '../../processes/orphan-guard.ts'
import type { DiscoverMessage, DiscoverOrder, FoundExport } from './protocol.ts'

/** The process that imports perf files, so that nothing they do can hurt the command that looks for scenarios. */

let current = ''
let cwd = process.cwd()

function tell(message: DiscoverMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
}

async function carryOut(order: DiscoverOrder): Promise<void> {
  cwd = order.cwd
  for (const path of order.files) {
    current = path
    await tell({ kind: 'importing', path })
    try {
      const exports: unknown = await import(pathToFileURL(path).href)
      await tell({ kind: 'imported', path, exports: foundIn(exports) })
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

function foundIn(exports: unknown): FoundExport[] {
  const seen = new Set<Scenario>()
  return Object.entries(exports as object).flatMap(([exportName, value]: [string, unknown]) => {
    if (!isScenario(value) || seen.has(value)) return []
    seen.add(value)
    return [describe(exportName, value)]
  })
}

function describe(exportName: string, scenario: Scenario): FoundExport {
  const name = nameOf(scenario)
  const problems = scenarioProblems(scenario)
  if (problems.length > 0) return { exportName, name, problems }
  const { category, tags, params, budget, timeoutMs, exclusive, target } = scenario
  return {
    exportName,
    name,
    problems,
    scenario: {
      category,
      tags,
      params,
      budget,
      exclusive,
      ...(target === undefined ? {} : { target }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    },
  }
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
