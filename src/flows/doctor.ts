import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { PlimsollError } from '../kernel/errors.ts'
import { isSecretName } from '../kernel/redact.ts'
import type { NoiseFloor } from '../model/noise.ts'
import { findPerfFiles, type LoadedSettings, SETTING_NAMES, SETTINGS } from '../define/index.ts'
import {
  COARSE_STEP_NS,
  fingerprintOf,
  machineFacts,
  testClock,
  threadCpuNs,
  wallNs,
} from '../measure/index.ts'
import { openStore, storeExists, verifyStore } from '../record/index.ts'
import { type Finding, plural, type ShownSetting } from '../show/index.ts'

/** `doctor`: is this machine, project and store fit to measure, and what does each answer mean for measuring? */

/** What a check-up is made from. */
export interface CheckUp {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly loaded: LoadedSettings
}

/** What doctor found. */
export interface Diagnosis {
  readonly findings: readonly Finding[]
  readonly settings: readonly ShownSetting[]
}

/** Looks at everything; changes nothing. */
export async function diagnose(checkUp: CheckUp): Promise<Diagnosis> {
  return {
    findings: [
      nodeFinding(),
      wallClockFinding(),
      cpuClockFinding(),
      coresFinding(),
      loadFinding(),
      ...governorFinding(),
      ...configFindings(checkUp),
      await perfFilesFinding(checkUp),
      await storeFinding(checkUp),
      ...(await noiseFinding(checkUp)),
    ],
    settings: shownSettings(checkUp.loaded),
  }
}

function nodeFinding(): Finding {
  return { level: 'ok', subject: 'Node', message: `${process.version} (V8 ${process.versions.v8})` }
}

/** Steps up to this many ns are usual for the wall clock. */
const USUAL_WALL_STEP_NS = 1_000

function wallClockFinding(): Finding {
  const { stepNs, costNs } = testClock(wallNs)
  const message = `steps of ${Math.round(stepNs)} ns, ${Math.round(costNs)} ns a reading`
  if (stepNs <= USUAL_WALL_STEP_NS) return { level: 'ok', subject: 'wall clock', message }
  return {
    level: 'warning',
    subject: 'wall clock',
    message: `${message}: single iterations shorter than ${Math.round(stepNs / 10)} µs can't be told apart`,
    remedy:
      'look for a flag or a browser-like policy that coarsens timers; batches still measure well',
  }
}

function cpuClockFinding(): Finding {
  const { stepNs } = testClock(threadCpuNs)
  const step = Number.isFinite(stepNs)
    ? `steps of ${Math.round(stepNs / 1e3)} µs`
    : 'it did not move within 20 ms'
  if (stepNs <= COARSE_STEP_NS) return { level: 'ok', subject: 'CPU clock', message: step }
  return {
    level: 'warning',
    subject: 'CPU clock',
    message: `${step}: CPU time is not recorded, and waiting can't be told from working`,
    remedy: 'a newer kernel counts exactly; wall time is measured all the same',
  }
}

function coresFinding(): Finding {
  const { cores, cpuModel, container } = machineFacts()
  const limits = container?.cpus ? `, limited to ${container.cpus} by the container` : ''
  const message = `${cores} × ${cpuModel}${limits}`
  if ((container?.cpus ?? cores) >= 2) return { level: 'ok', subject: 'cores', message }
  return {
    level: 'warning',
    subject: 'cores',
    message: `${message}: garbage collection and compilation share the scenario's core`,
    remedy: 'two cores or more give steadier numbers',
  }
}

/** A load average per core from which a machine is not idle. */
const BUSY_LOAD = 0.5

function loadFinding(): Finding {
  const load = loadavg()[0] ?? 0
  const message = `load average ${load.toFixed(2)} over the last minute`
  if (load / machineFacts().cores < BUSY_LOAD) return { level: 'ok', subject: 'load', message }
  return {
    level: 'warning',
    subject: 'load',
    message: `${message}: others are working on this machine, which widens every interval`,
    remedy: 'wait, or stop what else runs; notes in the results name launches that were disturbed',
  }
}

function governorFinding(): Finding[] {
  const governor = readText('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor')
  if (governor === undefined) return []
  if (governor === 'performance') return [{ level: 'ok', subject: 'governor', message: governor }]
  return [
    {
      level: 'warning',
      subject: 'governor',
      message: `${governor}: the CPU's frequency follows the load, so short launches run slower`,
      remedy: 'set it to performance: cpupower frequency-set -g performance',
    },
  ]
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function configFindings({ loaded }: CheckUp): Finding[] {
  const subject = 'configuration'
  if (loaded.problems.length > 0) {
    return loaded.problems.map((message) => ({
      level: 'problem',
      subject,
      message,
      remedy: 'every command stops at this; docs/configuration.md lists what there is',
    }))
  }
  return [
    { level: 'ok', subject, message: loaded.configPath ?? 'none: every setting has a default' },
  ]
}

async function perfFilesFinding({ cwd, loaded }: CheckUp): Promise<Finding> {
  const { include, exclude } = loaded.settings
  try {
    const { perf, vitest } = await findPerfFiles({ cwd, include, exclude })
    const tests = vitest.length === 0 ? '' : ` and ${vitest.length} for Vitest`
    return { level: 'ok', subject: 'perf files', message: `${perf.length}${tests}` }
  } catch (thrown) {
    return toFinding('perf files', 'warning', thrown)
  }
}

async function storeFinding({ cwd, loaded }: CheckUp): Promise<Finding> {
  const url = loaded.settings.store
  try {
    if (!storeExists(url, cwd)) {
      const message = `${url}: not there yet; the first run makes it`
      return { level: 'ok', subject: 'store', message }
    }
    const report = await verifyStore(url, { cwd })
    const message = `${report.url}: ${plural(report.runs, 'run')}, ${plural(report.baselines, 'baseline')}`
    if (report.ok) return { level: 'ok', subject: 'store', message }
    return {
      level: 'problem',
      subject: 'store',
      message: `${message}; ${plural(report.problems.length, 'problem')}`,
      remedy: 'plimsoll store verify says what can be saved',
    }
  } catch (thrown) {
    return toFinding('store', 'problem', thrown)
  }
}

/** Whether gates know their limits here. Nothing where the store can't be read: that is said of the store. */
async function noiseFinding({ cwd, loaded }: CheckUp): Promise<Finding[]> {
  const url = loaded.settings.store
  try {
    const floors = storeExists(url, cwd) ? await readFloors(url, cwd) : []
    const scenarios = new Set(floors.map(({ scenario }) => scenario)).size
    const newest = floors.map(({ measuredAt }) => measuredAt).reduce(later, '')
    const message =
      scenarios === 0
        ? "not measured on this machine: plimsoll noise tells gates what they can't see here"
        : `measured on this machine for ${plural(scenarios, 'scenario')}, last on ${newest.slice(0, 10)}`
    return [{ level: 'ok', subject: 'noise', message }]
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    return []
  }
}

async function readFloors(url: string, cwd: string): Promise<readonly NoiseFloor[]> {
  await using store = await openStore(url, { cwd, readOnly: true })
  return await store.noise.list({ fingerprint: fingerprintOf(machineFacts()) })
}

const later = (one: string, other: string): string => (one > other ? one : other)

function toFinding(subject: string, level: Finding['level'], thrown: unknown): Finding {
  if (!(thrown instanceof PlimsollError)) throw thrown
  return { level, subject, message: thrown.message, remedy: thrown.hint }
}

/** Each setting as it is in force. */
function shownSettings({ origins }: LoadedSettings): ShownSetting[] {
  return SETTING_NAMES.map((setting) => {
    const { shown, from, name } = origins[setting]
    const { key, flag } = SETTINGS[setting]
    return {
      name: key || flag,
      value: isSecretName(key) ? '***' : shown,
      source: from === 'default' ? from : `${from} ${name}`,
    }
  })
}
