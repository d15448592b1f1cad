import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { type FailureDocument, failureOf, plimsoll } from './cli-project.ts'

/** What `doctor --json` prints. */
interface Diagnosis {
  readonly findings: readonly {
    readonly level: string
    readonly subject: string
    readonly message: string
    readonly remedy?: string
  }[]
  readonly settings: readonly {
    readonly name: string
    readonly value: string
    readonly source: string
  }[]
}

const CONFIG = `import { defineConfig } from 'plimsoll'
export default defineConfig({ launches: 7, time: '300ms', report: { out: 'from-config' } })
`

async function diagnosisOf(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Diagnosis> {
  const { code, stdout } = await plimsoll(cwd, ['doctor', '--json', ...args], { env })
  expect(code).toBe(0)
  return JSON.parse(stdout) as Diagnosis
}

describe('where settings come from', () => {
  test('flag over environment over configuration over default', async () => {
    const cwd = await freshProject({ 'plimsoll.config.ts': CONFIG })
    const env = { PLIMSOLL_TIME: '400ms', PLIMSOLL_LAUNCHES: '8' }
    const { settings } = await diagnosisOf(cwd, ['--launches', '9'], env)
    const shown = (name: string): string[] =>
      settings.filter((each) => each.name === name).map(({ value, source }) => `${value} ${source}`)
    expect(shown('launches')).toEqual(['9 flag --launches'])
    expect(shown('time')).toEqual(['400ms environment PLIMSOLL_TIME'])
    expect(shown('report.out')).toEqual(['from-config config report.out'])
    expect(shown('warmUp')).toEqual(['1s default'])
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })

  test('what the configuration prints goes to stderr', async () => {
    const noisy = `console.log('said by console')\nprocess.stdout.write('said by write\\n')\n${CONFIG}`
    const cwd = await freshProject({ 'plimsoll.config.ts': noisy })
    const { code, stdout, stderr } = await plimsoll(cwd, ['doctor', '--json'])
    expect(code, stderr).toBe(0)
    const { settings } = JSON.parse(stdout) as Diagnosis
    expect(settings).toContainEqual({ name: 'launches', value: '7', source: 'config launches' })
    expect(stderr).toContain('said by console\nsaid by write\n')
  })

  test('a configuration elsewhere is named by a flag or the environment', async () => {
    const cwd = await freshProject({ 'other/perf.config.ts': CONFIG })
    const [byFlag, byVariable] = await Promise.all([
      diagnosisOf(cwd, ['--config', 'other/perf.config.ts']),
      diagnosisOf(cwd, [], { PLIMSOLL_CONFIG: 'other/perf.config.ts' }),
    ])
    for (const { settings } of [byFlag, byVariable]) {
      expect(settings).toContainEqual({ name: 'launches', value: '7', source: 'config launches' })
    }
  })

  test('doctor says what each finding means, in words and in JSON', async () => {
    const cwd = await freshProject()
    const [said, { findings }] = await Promise.all([
      plimsoll(cwd, ['doctor']),
      diagnosisOf(cwd, []),
    ])
    const subjects = findings.map(({ subject }) => subject)
    expect(subjects).toEqual(
      expect.arrayContaining(['Node', 'wall clock', 'CPU clock', 'cores', 'load', 'store']),
    )
    expect(findings.filter(({ level, remedy }) => level !== 'ok' && !remedy)).toEqual([])
    for (const subject of subjects) expect(said.stdout).toContain(` ${subject}: `)
    expect(said.stdout).toMatch(/^launches +5 +default$/m)
    expect(said.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

describe('settings that can’t be used', () => {
  test('unknown variables and keys, broken values: all at once, before anything is done', async () => {
    const cwd = await freshProject({
      'plimsoll.config.ts': `export default { launchs: 3, time: 'soon', report: { fromats: [] } }`,
    })
    const env = { PLIMSOLL_LANCHES: '3', PLIMSOLL_SEED: 'lucky' }
    const error = await failureOf(cwd, ['report', '--confidence', '7'], { env })
    expect(error).toMatchObject({ code: 'BAD_SETTINGS', exitCode: 2 })
    expect(error.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^plimsoll\.config\.ts: launchs: unknown key; did you mean launches/),
        expect.stringMatching(/^plimsoll\.config\.ts: time: expected /),
        expect.stringMatching(/^plimsoll\.config\.ts: report\.fromats: unknown key/),
        expect.stringMatching(/^--confidence: expected .*got "7"$/),
        expect.stringMatching(/^PLIMSOLL_SEED: expected .*got "lucky"$/),
        'PLIMSOLL_LANCHES: unknown environment variable; did you mean PLIMSOLL_LAUNCHES?',
      ]),
    )
    expect(error.problems).toHaveLength(6)
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })

  test.each<[string, string, RegExp]>([
    ['a syntax error', 'export default {\n  launches: = 3 }', /plimsoll\.config\.ts:2:\d+.*syntax/],
    ['an error that it throws', "throw new Error('no vault')", /plimsoll\.config\.ts.*no vault/],
    [
      'no default export',
      'export const config = {}',
      /plimsoll\.config\.ts: has no default export/,
    ],
    [
      'a getter that throws',
      "export default { get launches() { throw new Error('not yet') } }",
      /plimsoll\.config\.ts.*not yet/,
    ],
  ])('a configuration with %s', async (_, text, message) => {
    const cwd = await freshProject({ 'plimsoll.config.ts': text })
    const error = await failureOf(cwd, ['report'])
    expect(error).toMatchObject({ code: 'BAD_SETTINGS', exitCode: 2 })
    expect(error.message).toMatch(message)
  })

  test('a configuration that is not there', async () => {
    const error = await failureOf(await freshProject(), ['report', '--config', 'nowhere.ts'])
    expect(error).toMatchObject({ code: 'BAD_SETTINGS', exitCode: 2 })
    expect(error.message).toBe('nowhere.ts: there is no such configuration file')
  })

  test('doctor looks all the same, and says what is wrong', async () => {
    const cwd = await freshProject({ 'plimsoll.config.ts': 'export default { launchs: 3 }' })
    const { code, stdout } = await plimsoll(cwd, ['doctor', '--json'])
    const { findings } = JSON.parse(stdout) as Diagnosis
    expect(code).toBe(2)
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'problem', subject: 'configuration' }),
    )
  })
})

describe('perf files that can’t be used', () => {
  const BROKEN = {
    'twice-a.perf.ts': `import { scenario } from 'plimsoll'
export const a = scenario('same name', { run: () => 1 })`,
    'twice-b.perf.ts': `import { scenario } from 'plimsoll'
export const b = scenario('same name', { run: () => 2 })`,
    'empty.perf.ts': 'export const nothing = 1',
    'syntax.perf.ts': 'export const\n  a = = 1',
    'unknown.perf.ts': `import { scenario } from 'plimsoll'
export const c = scenario('unknown', { run: () => 1, budgett: { p50Ms: 1 } })`,
    'throws.perf.ts': "throw new Error('no \\u001b[31mdatabase')",
  }

  test('are reported together; nothing is measured, and no store is made', async () => {
    const cwd = await freshProject(BROKEN)
    const error = await failureOf(cwd, ['run'])
    expect(error).toMatchObject({ code: 'PERF_FILES_BROKEN', exitCode: 2 })
    expect(error.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^empty\.perf\.ts: exports no scenario/),
        expect.stringMatching(/^syntax\.perf\.ts:2:\d+: syntax error/),
        'unknown.perf.ts: c: budgett: unknown key; did you mean budget?',
        expect.stringMatching(/^throws\.perf\.ts:1:\d+: throws on import: no /),
        expect.stringContaining('2 scenarios are named "same name": twice-a.perf.ts (a)'),
      ]),
    )
    expect(error.problems).toHaveLength(5)
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })

  test('print no escape codes of their own', async () => {
    const cwd = await freshProject(BROKEN)
    const { code, stdout, stderr } = await plimsoll(cwd, ['check'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('database')
    expect(stderr).not.toContain('\u001B')
  })

  test('a project without any is told of init', async () => {
    const cwd = await freshProject()
    const errors = await Promise.all([failureOf(cwd, ['run']), failureOf(cwd, ['check'])])
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'NO_PERF_FILES', exitCode: 2 })
      expect(error.hint).toContain('plimsoll init')
    }
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })

  test('a filter that matches none names what is near', async () => {
    const cwd = await freshProject({
      'perf/orders.perf.ts': `import { scenario } from 'plimsoll'
export const total = scenario('order total', { run: () => 1 })
export const parse = scenario('parse', { run: () => 1 })`,
    })
    const [near, far] = await Promise.all([
      failureOf(cwd, ['run', 'prase']),
      failureOf(cwd, ['run', 'total', 'quite another thing']),
    ])
    expect(near).toMatchObject({ code: 'NO_SCENARIO_MATCHES', exitCode: 2 })
    expect(near.message).toBe('no scenario matches "prase"')
    expect(near.hint).toContain('near it: parse')
    expect(far.message).toBe('no scenario matches "quite another thing"')
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })
})

describe('secrets', () => {
  test('in a store’s URL are never shown', async () => {
    const cwd = await freshProject()
    const secret = 'tr0ub4dor'
    const url = `postgres://ada:${secret}@db.example.org/perf`
    const results = await Promise.all([
      plimsoll(cwd, ['report', '--store', url, '--debug', '--json']),
      plimsoll(cwd, ['doctor', '--store', url]),
      plimsoll(cwd, ['doctor', '--json'], { env: { PLIMSOLL_STORE: url } }),
      plimsoll(cwd, ['run', '--seed', url, '--json']),
      plimsoll(cwd, ['import', url, '--json', '--debug']),
    ])
    for (const { stdout, stderr } of results) expect(stdout + stderr).not.toContain(secret)
    expect(results[0].stderr).toContain('postgres://***@db.example.org/perf')
    const { error } = JSON.parse(results[0].stdout) as FailureDocument
    expect(error).toMatchObject({ code: 'STORE_URL', exitCode: 2 })
    expect(results[1].stdout).toContain('***')
  })

  test('in a label of that name are not shown by doctor', async () => {
    const { settings } = await diagnosisOf(await freshProject(), ['--label', 'api-token=s3same'])
    expect(settings).toContainEqual(
      expect.objectContaining({ name: 'labels', value: 'api-token=***' }),
    )
  })
})

describe('stacks', () => {
  test('are shown with --debug alone', async () => {
    const cwd = await freshProject()
    const [plain, debug] = await Promise.all([
      plimsoll(cwd, ['compare']),
      plimsoll(cwd, ['compare', '--debug']),
    ])
    expect(plain.stderr).not.toMatch(/\n +at /)
    expect(debug.stderr).toMatch(/\n +at /)
    expect([plain.code, debug.code]).toEqual([2, 2])
  })

  test('a bug is exit 70, one line, and asks to be reported', async () => {
    const cwd = await freshProject({
      // Not where secrets are hidden: what says so is whole.
      'break.mjs': `
        const { toSorted } = Array.prototype
        Array.prototype.toSorted = function (order) {
          if (!new Error().stack.includes('redactor')) throw new TypeError('toSorted is broken')
          return toSorted.call(this, order)
        }
      `,
    })
    const env = { NODE_OPTIONS: '--import ./break.mjs' }
    const error = await failureOf(cwd, ['doctor'], { env })
    expect(error).toMatchObject({
      code: 'BUG',
      exitCode: 70,
      message: 'a bug in plimsoll: toSorted is broken',
    })
    expect(error.hint).toContain('--debug')
    const { stderr } = await plimsoll(cwd, ['doctor', '--debug'], { env })
    expect(stderr).toContain('break.mjs:')
  })
})
