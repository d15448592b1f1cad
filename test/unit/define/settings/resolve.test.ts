import { describe, expect, test } from 'vitest'
import { camelCase, resolveSettings } from '../../../../src/define/settings/resolve.ts'
import { DUET_SETTINGS } from '../../../../src/define/settings/duet.ts'
import { GENERAL_SETTINGS } from '../../../../src/define/settings/general.ts'
import { LOAD_SETTINGS } from '../../../../src/define/settings/load-test.ts'
import { SETTING_NAMES, SETTINGS } from '../../../../src/define/settings/table.ts'

describe('precedence', () => {
  test('every setting has its default, and says so', () => {
    const { settings, origins, problems } = resolveSettings({})
    expect(problems).toEqual([])
    for (const name of SETTING_NAMES) {
      expect(settings[name]).toEqual(SETTINGS[name].default)
      expect(origins[name]).toMatchObject({ from: 'default', value: SETTINGS[name].default })
    }
  })

  test('defaults; how much is tolerated depends on how it is compared, and is left to that', () => {
    expect(resolveSettings({}).settings).toMatchObject({
      launches: 5,
      tolerancePercent: undefined,
      unchangedWithinPercent: undefined,
      confidence: 0.99,
      timeoutMs: 120_000,
      store: 'sqlite:.plimsoll/history.db',
    })
  })

  test.each([
    [
      { flags: { time: '1s' }, env: { PLIMSOLL_TIME: '2s' }, config: { time: '3s' } },
      1000,
      'flag',
      '--time',
    ],
    [
      { env: { PLIMSOLL_TIME: '2s' }, config: { time: '3s' } },
      2000,
      'environment',
      'PLIMSOLL_TIME',
    ],
    [{ config: { time: '3s' } }, 3000, 'config', 'time'],
    [{}, 500, 'default', ''],
  ])('flag over environment over config over default: %j', (sources, value, from, name) => {
    const { settings, origins } = resolveSettings(sources)
    expect(settings.timeMs).toBe(value)
    expect(origins.timeMs).toMatchObject({ value, from, name })
  })

  test('a flag of several words is found by the name that parsers give it', () => {
    expect(camelCase('unchanged-within')).toBe('unchangedWithin')
    expect(resolveSettings({ flags: { warmUp: '3s' } }).settings.warmUpMs).toBe(3000)
  })

  test('keys inside a group', () => {
    const config = { report: { out: 'reports' }, retention: { keep: 10, olderThan: '30d' } }
    const { settings, origins } = resolveSettings({ config })
    expect(settings.reportOut).toBe('reports')
    expect(settings.retentionKeep).toBe(10)
    expect(settings.retentionOlderThanMs).toBe(2_592_000_000)
    expect(origins.reportOut.name).toBe('report.out')
  })

  test('an empty variable is one that is not set', () => {
    expect(resolveSettings({ env: { PLIMSOLL_BASELINE: '' } }).origins.baseline.from).toBe(
      'default',
    )
  })
})

describe('values', () => {
  test.each([
    ['launches', '7', 7],
    ['tolerancePercent', '10', 10],
    ['tolerancePercent', '7.5%', 7.5],
    ['confidence', '95%', 0.95],
    ['confidence', '0.9', 0.9],
    ['thresholdMs', '500', 500],
    ['strict', 'yes', true],
    ['strict', 'off', false],
    ['seed', '42', 42],
    ['labels', 'service=api, url=a=b', { service: 'api', url: 'a=b' }],
    ['include', 'a/*.perf.{ts,js},b.perf.ts', ['a/*.perf.{ts,js}', 'b.perf.ts']],
    ['cpuProfileDir', 'true', '.plimsoll/profiles'],
    ['cpuProfileDir', 'profiles', 'profiles'],
    ['cpuProfileDir', 'false', undefined],
  ] as const)('%s from %s', (name, written, value) => {
    const { settings, problems } = resolveSettings({ env: { [SETTINGS[name].env]: written } })
    expect(problems).toEqual([])
    expect(settings[name]).toEqual(value)
  })

  test('numbers of a profile, as they are and as texts', () => {
    const { settings, problems } = resolveSettings({
      config: { load: { parameters: { bursts: 3, burstFactor: '10x' } } },
    })
    expect(problems).toEqual([])
    expect(settings.loadParameters).toEqual({ bursts: '3', burstFactor: '10x' })
  })

  test('repeated flags make a list', () => {
    expect(resolveSettings({ flags: { label: ['a=1', 'b=2'] } }).settings.labels).toEqual({
      a: '1',
      b: '2',
    })
  })
})

describe('problems', () => {
  test.each([
    ['launches', '0', 'PLIMSOLL_LAUNCHES: expected a whole number from 1 to 1000, got "0"'],
    ['launches', '2.5', 'PLIMSOLL_LAUNCHES: expected a whole number from 1 to 1000, got "2.5"'],
    [
      'timeMs',
      'soon',
      'PLIMSOLL_TIME: expected a duration above 0, such as 500ms, 2s or a number of milliseconds, got "soon"',
    ],
    ['tolerancePercent', '-1', 'PLIMSOLL_TOLERANCE: expected a percentage of at least 0, got "-1"'],
    [
      'confidence',
      '1',
      'PLIMSOLL_CONFIDENCE: expected a number between 0.5 and 1, such as 0.99, got "1"',
    ],
    ['strict', 'maybe', 'PLIMSOLL_STRICT: expected true or false, got "maybe"'],
    ['labels', 'service', 'PLIMSOLL_LABELS: expected labels such as service=api, got "service"'],
    [
      'loadParameters',
      'bursts',
      'PLIMSOLL_LOAD_PARAMETERS: expected numbers by name, such as bursts=3, got "bursts"',
    ],
    ['seed', '1e99', 'PLIMSOLL_SEED: expected a whole number from 0 to 4294967295, got "1e99"'],
  ] as const)('%s from %s', (name, written, problem) => {
    const { settings, problems } = resolveSettings({ env: { [SETTINGS[name].env]: written } })
    expect(problems).toEqual([problem])
    expect(settings[name]).toEqual(SETTINGS[name].default)
  })

  test('all together, unknown variables with a suggestion', () => {
    const { problems } = resolveSettings({
      flags: { time: 'x', launches: 'many' },
      env: {
        PLIMSOLL_LAUNCES: '5',
        PLIMSOLL_SEED: '-1',
        PLIMSOLL_WHAT_IS_THIS_THEN: '1',
        OTHER: '1',
      },
    })
    expect(problems).toEqual([
      expect.stringContaining('--launches: expected'),
      expect.stringContaining('--time: expected'),
      expect.stringContaining('PLIMSOLL_SEED: expected'),
      'PLIMSOLL_LAUNCES: unknown environment variable; did you mean PLIMSOLL_LAUNCHES?',
      'PLIMSOLL_WHAT_IS_THIS_THEN: unknown environment variable',
    ])
  })

  test('the variables of plimsoll’s own processes are none', () => {
    expect(
      resolveSettings({ env: { PLIMSOLL_INTERNAL_X: '1', PLIMSOLL_PROBE: '@x#y' } }).problems,
    ).toEqual([])
  })
})

describe('what is shown', () => {
  test.each([
    ['timeMs', 'time', '1500ms', '1500ms'],
    ['timeMs', 'time', '2000', '2s'],
    ['tolerancePercent', 'tolerance', '5', '5 %'],
    ['store', 'store', 'postgres://ann:hunter2@host/db', 'postgres://***@host/db'],
    ['labels', 'label', 'service=api,token=abc', 'service=api, token=***'],
    ['baseline', 'baseline', undefined, 'none'],
  ] as const)('%s', (name, flag, written, shown) => {
    expect(resolveSettings({ flags: { [flag]: written } }).origins[name].shown).toBe(shown)
  })

  test('no secret in a problem either', () => {
    const { problems } = resolveSettings({ flags: { time: 'postgres://ann:hunter2@host' } })
    expect(problems[0]).not.toContain('hunter2')
  })
})

describe('the table', () => {
  test('names every variable and key once, and a flag once among settings of one kind', () => {
    for (const table of [
      { ...GENERAL_SETTINGS, ...DUET_SETTINGS },
      { ...DUET_SETTINGS, ...LOAD_SETTINGS },
    ]) {
      const flags = Object.values(table).map(({ flag }) => flag)
      expect(new Set(flags).size).toBe(flags.length)
    }
    for (const field of ['env', 'key'] as const) {
      const names = SETTING_NAMES.map((name) => SETTINGS[name][field]).filter((name) => name !== '')
      expect(new Set(names).size).toBe(names.length)
    }
  })

  test.each(SETTING_NAMES)('%s reads its own default, and refuses what is no value', (name) => {
    const setting = SETTINGS[name]
    if (setting.default !== undefined) {
      expect(setting.parse(setting.default)).toEqual({ ok: true, value: setting.default })
    }
    expect(setting.parse(Symbol('none')).ok).toBe(false)
  })
})
