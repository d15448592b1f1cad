import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  beginEnvironment,
  describeEnvironment,
  fingerprintOf,
  type MachineFacts,
  machineFacts,
} from '../../../../src/measure/environment/environment.ts'

afterEach(() => void vi.unstubAllEnvs())

const facts: MachineFacts = {
  cpuModel: 'AMD EPYC 7763',
  cores: 4,
  memoryBytes: 16 * 2 ** 30,
  os: 'linux',
  arch: 'x64',
  container: { cpus: 2, memoryBytes: 4 * 2 ** 30 },
}

describe('the fingerprint', () => {
  const before = fingerprintOf(facts, '24.15.0')

  test('is 16 hex digits, the same for the same machine', () => {
    expect(before).toMatch(/^[0-9a-f]{16}$/)
    expect(fingerprintOf({ ...facts }, '24.15.0')).toBe(before)
  })

  test.each<[string, Partial<MachineFacts>]>([
    ['CPU model', { cpuModel: 'AMD EPYC 7764' }],
    ['cores', { cores: 8 }],
    ['memory', { memoryBytes: 32 * 2 ** 30 }],
    ['system', { os: 'darwin' }],
    ['architecture', { arch: 'arm64' }],
    ['no container', { container: null }],
    ['CPUs of the container', { container: { cpus: 4, memoryBytes: 4 * 2 ** 30 } }],
    ['memory of the container', { container: { cpus: 2, memoryBytes: 8 * 2 ** 30 } }],
    ['unlimited CPUs of the container', { container: { cpus: null, memoryBytes: 4 * 2 ** 30 } }],
  ])('changes with: %s', (_, changed) => {
    expect(fingerprintOf({ ...facts, ...changed }, '24.15.0')).not.toBe(before)
  })

  test("changes with Node's major version, not with a patch", () => {
    expect(fingerprintOf(facts, '26.0.0')).not.toBe(before)
    expect(fingerprintOf(facts, '24.21.3')).toBe(before)
  })

  test("does not change with the kernel's own share of the memory", () => {
    expect(fingerprintOf({ ...facts, memoryBytes: 15.7 * 2 ** 30 }, '24.15.0')).toBe(before)
  })
})

describe('an environment', () => {
  const calibrations = [
    { aluNs: 3, allocNs: 30 },
    { aluNs: 1, allocNs: 90 },
    { aluNs: 2, allocNs: 60 },
  ]

  test('holds the facts, their fingerprint and the median calibration', () => {
    const environment = describeEnvironment(beginEnvironment(), calibrations)
    expect(environment).toMatchObject({
      ...machineFacts(),
      fingerprint: fingerprintOf(machineFacts()),
    })
    expect(environment.calibration).toEqual({ aluNs: 2, allocNs: 60 })
    expect(environment.node).toBe(process.versions.node)
    expect(environment.load.before).toBeGreaterThanOrEqual(0)
  })

  test('without a launch has no calibration', () => {
    const { calibration } = describeEnvironment(beginEnvironment(), [])
    expect(calibration).toEqual({ aluNs: 0, allocNs: 0 })
  })

  test("has Node's flags, with no secret in them", () => {
    vi.stubEnv(
      'NODE_OPTIONS',
      '--max-old-space-size=512  --api-token=hunter2 --x=http://u:hunter2@host/',
    )
    const { flags } = describeEnvironment(beginEnvironment(), [])
    expect(flags).toEqual(
      expect.arrayContaining([
        '--max-old-space-size=512',
        '--api-token=***',
        '--x=http://***@host/',
      ]),
    )
    expect(flags.join(' ')).not.toContain('hunter2')
  })

  test.each([
    [{ GITHUB_ACTIONS: 'true', CI: 'true' }, 'GitHub Actions'],
    [{ GITLAB_CI: 'true', CI: 'true' }, 'GitLab CI'],
    [{ CI: '1' }, 'CI'],
    [{ CI: 'false' }, null],
    [{}, null],
  ])('names the CI service: %j', (variables, expected) => {
    for (const name of ['GITHUB_ACTIONS', 'GITLAB_CI', 'CI']) vi.stubEnv(name, undefined)
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    expect(describeEnvironment(beginEnvironment(), []).ci).toBe(expected)
  })
})
