import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf } from '../../../kernel/errors.ts'
import { guardAgainstOrphaning } from '../../../processes/orphan-guard.ts'
import { performanceConfig } from './performance-config.ts'
import type { HostMessage, HostOrder } from './protocol.ts'
import { reporterTo } from './reporter.ts'

/**
 * The process that Vitest runs in: takes one order, tells what happens, ends. It is not the command's own process, so
 * that nothing Vitest or a test prints gets between the command's output, and so that all of it can be killed.
 */

/** The major version of Vitest that this front end is written for. */
const VITEST_MAJOR = '5'

function tell(message: HostMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(message, undefined, undefined, () => resolve())
  })
}

async function carryOut(order: HostOrder): Promise<void> {
  try {
    const vitest = await projectsVitest(order.cwd)
    if (typeof vitest === 'string') await tell({ kind: 'unusable', message: vitest })
    else if (order.kind === 'run') await run(vitest, order)
    else await load(vitest, order)
  } catch (thrown) {
    await tell({ kind: 'unusable', message: `Vitest failed: ${messageOf(thrown)}` })
  }
  await tell({ kind: 'done' })
  process.exit(0)
}

type VitestModule = typeof import('vitest/node')

/** The Vitest that the project's tests import, or why there is none. */
async function projectsVitest(cwd: string): Promise<VitestModule | string> {
  const found = resolveFrom(cwd)
  if (found === undefined)
    return `Vitest is not installed (npm install --save-dev vitest@${VITEST_MAJOR})`
  const imported: unknown = await import(pathToFileURL(found).href)
  const vitest = imported as VitestModule
  if (vitest.version.split('.', 1)[0] === VITEST_MAJOR) return vitest
  return `Vitest ${vitest.version} is installed, and perf tests need ${VITEST_MAJOR} (npm install --save-dev vitest@${VITEST_MAJOR})`
}

function resolveFrom(cwd: string): string | undefined {
  try {
    return createRequire(join(cwd, 'package.json')).resolve('vitest/node')
  } catch {
    return undefined
  }
}

async function run(
  { startVitest }: VitestModule,
  order: HostOrder & { readonly kind: 'run' },
): Promise<void> {
  const config = performanceConfig({ ...order, ...workerOf(), files: [order.file] })
  const vitest = await startVitest([], { ...config, reporters: [reporterTo(tell)] }, NODE_ONLY)
  await vitest.close()
}

async function load(
  { startVitest }: VitestModule,
  order: HostOrder & { readonly kind: 'load' },
): Promise<void> {
  const config = performanceConfig({ ...order, ...workerOf(), test: undefined })
  const options = { ...config, reporters: [reporterTo(tell)], testNamePattern: NO_TEST }
  const vitest = await startVitest([], options, NODE_ONLY)
  await vitest.close()
}

/** Files are loaded, and their tests skipped. Vitest's own way to collect tests reports nothing before its end. */
const NO_TEST = /(?!)/

/** Vitest hands these on to Node. By default `development` is among them, which perf files run without. */
const NODE_ONLY = { ssr: { resolve: { conditions: ['node'] } } }

function workerOf(): { readonly loader: string; readonly flags: readonly string[] } {
  return {
    loader: import.meta.resolve('tsx'),
    flags: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
  }
}

guardAgainstOrphaning()
process.on('disconnect', () => process.exit(1))
process.once('message', (order: HostOrder) => void carryOut(order))
void tell({ kind: 'ready' })
