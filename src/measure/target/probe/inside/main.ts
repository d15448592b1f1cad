import { isMainThread } from 'node:worker_threads'
import { PROBE_VARIABLES } from '../protocol.ts'
import { Probe } from './probe.ts'

/** So that a probe which is loaded twice, by the variable and by hand, looks once. */
const STARTED = Symbol.for('plimsoll.probe')

/**
 * Starts the probe, where the variable names a listener; else nothing happens, and never does anything that happens here
 * reach the program it is loaded into. Threads of it are not looked into.
 */
export function startProbe(): void {
  try {
    const [address, key] = (process.env[PROBE_VARIABLES.listener] ?? '').split('#')
    if (!address || !key || !isMainThread || Reflect.has(globalThis, STARTED)) return
    Object.defineProperty(globalThis, STARTED, { value: new Probe(address, key) })
  } catch {
    // A Node without what the probe needs runs its program without it.
  }
}
