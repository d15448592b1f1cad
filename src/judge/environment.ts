import { ratio as toRatio, ratioToPercent } from '../kernel/units.ts'
import type { ContainerLimits, Environment } from '../model/run.ts'
import { percentText } from './words.ts'

/** Whether two runs happened on machines whose numbers may be compared. */

const GIB = 2 ** 30

/** The parts of a fingerprint, as a reader knows them. */
const PARTS: readonly (readonly [name: string, read: (of: Environment) => string])[] = [
  ['CPU model', (of) => of.cpuModel],
  ['cores', (of) => String(of.cores)],
  ['memory', (of) => `${Math.round(of.memoryBytes / GIB)} GiB`],
  ['operating system', (of) => of.os],
  ['architecture', (of) => of.arch],
  ['container limits', (of) => containerText(of.container)],
  ['Node', (of) => of.node.split('.', 1)[0] ?? of.node],
]

/**
 * What differs between two environments: none when their fingerprints agree, else each differing part in words, such
 * as `cores 4, was 2`.
 */
export function environmentDifferences(
  current: Environment,
  baseline: Environment,
): readonly string[] {
  if (current.fingerprint === baseline.fingerprint) return []
  const differing = PARTS.flatMap(([name, read]) => {
    const [now, before] = [read(current), read(baseline)]
    return now === before ? [] : [`${name} ${now}, was ${before}`]
  })
  return differing.length > 0
    ? differing
    : [`fingerprint ${current.fingerprint}, was ${baseline.fingerprint}`]
}

function containerText(limits: ContainerLimits | null): string {
  if (limits === null) return 'none'
  const cpus = limits.cpus === null ? [] : [`${limits.cpus} CPUs`]
  const memory = limits.memoryBytes === null ? [] : [`${Math.round(limits.memoryBytes / GIB)} GiB`]
  return [...cpus, ...memory].join(' ') || 'none'
}

/** Reference kernels further apart than this are mentioned. */
const NOTABLE_SPEED_CHANGE_PERCENT = 5

/**
 * A sentence when the machine itself ran at another speed than for the baseline, by its two reference kernels (their
 * geometric mean); `undefined` when it did not. It informs, and moves no verdict: dividing by the kernels steadies a
 * history, but is not exact enough to gate by.
 */
export function machineSpeedNote(current: Environment, baseline: Environment): string | undefined {
  const now = current.calibration
  const before = baseline.calibration
  const ratio = Math.sqrt((now.aluNs / before.aluNs) * (now.allocNs / before.allocNs))
  const percent = ratioToPercent(toRatio(ratio))
  if (!Number.isFinite(percent) || Math.abs(percent) <= NOTABLE_SPEED_CHANGE_PERCENT)
    return undefined
  const change = `${percentText(Math.abs(percent))} ${percent > 0 ? 'slower' : 'faster'}`
  return `The machine's reference kernels ran ${change} than for the baseline: part of any change may be the machine.`
}
