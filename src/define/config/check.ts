import type { z } from 'zod'
import type { Setting } from '../settings/settings.ts'
import { SETTING_NAMES, SETTINGS } from '../settings/table.ts'
import { budget } from '../validation/budget.ts'
import { accepted, closed, keyed } from '../validation/parts.ts'
import { isOwnTransport } from '../declarative.ts'
import { problemsOf, shown } from '../validation/problems.ts'
import { target } from '../validation/target.ts'
import { targetRuleProblems } from '../validation/target-rules.ts'

/** Everything that is wrong with a configuration, one line each. */
export function configProblems(config: unknown): string[] {
  const targets: unknown =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'targets') : {}
  return [
    ...problemsOf(configSchema(), config),
    ...targetRuleProblems(targets),
    ...transportNameProblems(config),
  ]
}

/** The settings table as a schema; a key `report.out` is `out` inside `report`. */
function configSchema(): z.ZodType {
  const top: Record<string, z.ZodType> = {
    budgets: keyed(budget).optional(),
    targets: keyed(target).optional(),
    transports: keyed(file).optional(),
  }
  const groups: Record<string, Record<string, z.ZodType>> = {}
  for (const setting of SETTING_NAMES.map((name): Setting<unknown> => SETTINGS[name])) {
    const [first = '', second] = setting.key.split('.')
    if (first === '') continue
    if (second === undefined) top[first] = valueOf(setting)
    else (groups[first] ??= {})[second] = valueOf(setting)
  }
  for (const [name, shape] of Object.entries(groups)) top[name] = closed(shape).optional()
  return closed(top)
}

/** A file that exports a transport. */
const file = accepted(
  'a file such as ./perf/mqtt.ts',
  (value) => typeof value === 'string' && value.trim() !== '',
)

/** What scenarios call plimsoll's own must stay plimsoll's. */
function transportNameProblems(config: unknown): string[] {
  const transports: unknown =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'transports') : {}
  const names = typeof transports === 'object' && transports !== null ? Object.keys(transports) : []
  return names.flatMap((name) => {
    if (isOwnTransport(name))
      return [`transports.${name}: plimsoll has one of that name; choose another`]
    return /^[a-z][\w-]*$/i.test(name)
      ? []
      : [
          `transports: ${shown(name)} is no name; begin with a letter, and go on with letters, digits, - and _`,
        ]
  })
}

function valueOf(setting: Setting<unknown>): z.ZodType {
  return accepted(expectationOf(setting), (value) => setting.parse(value).ok).optional()
}

/** What a setting says it expects when it is given nothing that it could read. */
function expectationOf(setting: Setting<unknown>): string {
  const refused = setting.parse(Symbol('unreadable'))
  return refused.ok ? 'something else' : refused.expected
}
