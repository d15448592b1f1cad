import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { arch, cpus, loadavg, release, totalmem } from 'node:os'
import { redact } from '../../kernel/redact.ts'
import type { Calibration, ContainerLimits, Environment } from '../../model/run.ts'
import { type CpuTimes, readCpuTimes } from './cpu-times.ts'

/** Describes the machine that a run happens on. */

const GIB = 2 ** 30

/** Taken when a run starts; {@link describeEnvironment} completes it when the run has ended. */
export interface EnvironmentStart {
  readonly loadBefore: number
  readonly cpuTimes: CpuTimes | undefined
}

/** To be called before anything is measured. */
export function beginEnvironment(): EnvironmentStart {
  return { loadBefore: loadavg()[0] ?? 0, cpuTimes: readCpuTimes() }
}

/** The environment of a run that has ended. @param calibrations of its launches; the median counts */
export function describeEnvironment(
  start: EnvironmentStart,
  calibrations: readonly Calibration[],
): Environment {
  const facts = machineFacts()
  return {
    fingerprint: fingerprintOf(facts),
    ...facts,
    kernel: release(),
    node: process.versions.node,
    v8: process.versions.v8,
    flags: nodeFlags(),
    ci: ciName(process.env),
    calibration: {
      aluNs: median(calibrations.map(({ aluNs }) => aluNs)),
      allocNs: median(calibrations.map(({ allocNs }) => allocNs)),
    },
    load: {
      before: start.loadBefore,
      after: loadavg()[0] ?? 0,
      stealPercent: stealPercent(start.cpuTimes, readCpuTimes(), facts.cores),
    },
  }
}

/** What decides whether two runs may be compared, besides Node's major version. */
export interface MachineFacts {
  readonly cpuModel: string
  readonly cores: number
  readonly memoryBytes: number
  readonly os: string
  readonly arch: string
  readonly container: ContainerLimits | null
}

/** Reads the machine's facts. */
export function machineFacts(): MachineFacts {
  const all = cpus()
  return {
    cpuModel: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryBytes: totalmem(),
    os: process.platform,
    arch: arch(),
    container: containerLimits(),
  }
}

/** 16 hex digits over the facts; memory counts in whole GiB, since the kernel's own share varies. */
export function fingerprintOf(
  facts: MachineFacts,
  nodeVersion: string = process.versions.node,
): string {
  const parts = [
    facts.cpuModel,
    facts.cores,
    Math.round(facts.memoryBytes / GIB),
    facts.os,
    facts.arch,
    facts.container?.cpus ?? 'all',
    facts.container?.memoryBytes ? Math.round(facts.container.memoryBytes / GIB) : 'all',
    nodeVersion.split('.', 1)[0],
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** cgroup v2, then v1; `null` where no limit is set or none can be read. */
function containerLimits(): ContainerLimits | null {
  const limits = { cpus: cpuLimit(), memoryBytes: memoryLimit() }
  return limits.cpus === null && limits.memoryBytes === null ? null : limits
}

function cpuLimit(): number | null {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') ?? '').split(' ')
  if (quota !== undefined && quota !== 'max' && period !== undefined)
    return Number(quota) / Number(period)
  const quotaV1 = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us') ?? -1)
  const periodV1 = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_period_us') ?? 0)
  return quotaV1 > 0 && periodV1 > 0 ? quotaV1 / periodV1 : null
}

function memoryLimit(): number | null {
  const text =
    read('/sys/fs/cgroup/memory.max') ?? read('/sys/fs/cgroup/memory/memory.limit_in_bytes')
  const limit = Number(text)
  // "Unlimited" is the word max in v2, and a number larger than any memory in v1.
  return text !== undefined && Number.isFinite(limit) && limit > 0 && limit < totalmem()
    ? limit
    : null
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

function nodeFlags(): string[] {
  const fromVariable = process.env['NODE_OPTIONS']?.split(/\s+/).filter(Boolean) ?? []
  // Secret parameters are known by what stands before them.
  return [...process.execArgv, ...fromVariable].map((flag) => redact(` ${flag}`).slice(1))
}

/** By the variable that each service sets. */
const CI_SERVICES: readonly (readonly [variable: string, name: string])[] = [
  ['GITHUB_ACTIONS', 'GitHub Actions'],
  ['GITLAB_CI', 'GitLab CI'],
  ['CIRCLECI', 'CircleCI'],
  ['BUILDKITE', 'Buildkite'],
  ['JENKINS_URL', 'Jenkins'],
  ['TF_BUILD', 'Azure Pipelines'],
  ['TRAVIS', 'Travis CI'],
  ['BITBUCKET_BUILD_NUMBER', 'Bitbucket Pipelines'],
  ['TEAMCITY_VERSION', 'TeamCity'],
  ['CI', 'CI'],
]

function ciName(env: NodeJS.ProcessEnv): string | null {
  const isSet = (variable: string): boolean =>
    !['', 'false', '0', undefined].includes(env[variable])
  return CI_SERVICES.find(([variable]) => isSet(variable))?.[1] ?? null
}

function stealPercent(
  before: CpuTimes | undefined,
  after: CpuTimes | undefined,
  cores: number,
): number | null {
  if (before === undefined || after === undefined || after.atMs <= before.atMs) return null
  return ((after.stealMs - before.stealMs) / ((after.atMs - before.atMs) * cores)) * 100
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
