import { constants } from 'node:os'
import { types } from 'node:util'
import { z } from 'zod'
import { ENVIRONMENT_PRESETS } from '../../model/target.ts'
import { serverPlan } from '../config/resolve-targets.ts'
import { parseDurationMs } from '../duration.ts'
import { accepted, closed, keyed, text } from './parts.ts'

/** Targets of the configuration. */

const isText = (value: unknown): value is string => typeof value === 'string'
const isAddress = (value: unknown): boolean => isText(value) && URL.canParse(value)

const whole = (lowest: number, highest: number): z.ZodType =>
  accepted(
    `a whole number from ${lowest} to ${highest}`,
    (value) => Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest,
  )

const port = closed({
  env: text.optional(),
  fixed: whole(1, 65_535).optional(),
})

const READY_KINDS = ['http', 'tcp', 'log', 'started']

const ready = closed({
  kind: accepted(`one of ${READY_KINDS.join(', ')}`, (kind) => READY_KINDS.includes(String(kind))),
  path: accepted(
    'a path that begins with /',
    (path) => isText(path) && path.startsWith('/'),
  ).optional(),
  status: whole(100, 599).optional(),
  port: text.optional(),
  pattern: accepted('a regular expression', (pattern) => types.isRegExp(pattern)).optional(),
})

const shape = {
  command: text.optional(),
  args: z
    .array(accepted('a text', isText), 'expected an array of texts, one for each argument')
    .optional(),
  cwd: text.optional(),
  env: keyed(
    accepted('a text, or undefined', (value) => value === undefined || isText(value)),
  ).optional(),
  preset: accepted(`one of ${ENVIRONMENT_PRESETS.join(', ')}`, (preset) =>
    ENVIRONMENT_PRESETS.some((each) => each === preset),
  ).optional(),
  ports: keyed(port).optional(),
  ready: ready.optional(),
  readyTimeout: accepted(
    'a duration above 0, such as 30s',
    (value) => (parseDurationMs(value) ?? 0) > 0,
  ).optional(),
  stopSignal: accepted(
    'a signal such as SIGTERM',
    (value) => isText(value) && Object.hasOwn(constants.signals, value),
  ).optional(),
  stopGrace: accepted(
    'a duration such as 5s',
    (value) => parseDurationMs(value) !== undefined,
  ).optional(),
  instances: whole(1, 100).optional(),
  probe: z.boolean('expected true or false').optional(),
  servers: keyed(
    accepted(
      'redis or postgres for a private one, or the address of one that runs (redis://…, postgres://…)',
      (value) => serverPlan(value) !== undefined,
    ),
  ).optional(),
  url: accepted(
    'an address such as http://127.0.0.1:3000, or several',
    (value) =>
      isAddress(value) || (Array.isArray(value) && value.length > 0 && value.every(isAddress)),
  ).optional(),
}

/** Keys that a target may have. */
export const TARGET_KEYS: readonly string[] = Object.keys(shape)

/** Of a target; what its keys demand of one another is told by `targetRuleProblems`. */
export const target: z.ZodType = closed(shape)
