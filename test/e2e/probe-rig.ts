import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type ProbeListener, probeListener, type Service, startService } from '../../src/harness.ts'
import type { SourceReading } from '../../src/model/window.ts'
import { type RunningProcess, startProcess } from '../support/process.ts'

/** Services with the probe inside, for tests. */

/** Longest wait for something to be told. */
const PATIENCE_MS = 20_000

/** A listener that is disposed of when the test that called this ends. */
export async function listen(): Promise<ProbeListener> {
  const listener = await probeListener()
  onTestFinished(() => listener[Symbol.asyncDispose]())
  return listener
}

/** Starts Node with the probe inside, as an instance of this name. */
export function startProbed(
  listener: ProbeListener,
  instance: string,
  args: readonly string[],
): RunningProcess {
  const started = startProcess(process.execPath, args, { env: listener.env(instance, '') })
  onTestFinished(() => started[Symbol.asyncDispose]())
  return started
}

/** Starts a service, given as CommonJS, that listens on its `PORT` and has the probe inside. */
export async function startProbedService(
  listener: ProbeListener,
  code: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const service = await startService({
    name: 'api',
    command: process.execPath,
    args: ['-e', code],
    env: { ...env, ...listener.env('api', '') },
  })
  onTestFinished(() => service[Symbol.asyncDispose]())
  return service
}

export const nowNs = (): number => Number(process.hrtime.bigint())

/** The values of an instance in the last seconds, as soon as they are as is wanted. @throws Error when they never are */
export async function valuesOf(
  listener: ProbeListener,
  instance: string,
  isWanted: (values: SourceReading['values']) => boolean,
): Promise<SourceReading['values']> {
  let last: SourceReading | undefined
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    last = readingsNow(listener).find(({ source }) => source === instance) ?? last
    if (last !== undefined && isWanted(last.values)) return last.values
    // Nothing tells when a line has come.
    await delay(100)
  }
  throw new Error(`${instance} never told what was wanted: ${JSON.stringify(last)}`)
}

/** What was told of the last three seconds. */
export function readingsNow(listener: ProbeListener): readonly SourceReading[] {
  const toNs = nowNs()
  return listener.readings(toNs - 3e9, toNs)
}
