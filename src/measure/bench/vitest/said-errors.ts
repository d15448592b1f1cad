import type { SaidError } from './protocol.ts'

/** Reads the errors that Vitest passes on from the process of the tests: plain objects, what they were is in their fields. */

/** The name of the matcher, as Vitest tells it with an error. */
const BUDGET_MATCHER = 'toMeetBudget'

/** `TypeError` says more than the message alone, `Error` does not. */
const SPEAKING_NAME = /^(?!Error$|PlimsollError$)./

/** An error as this front end speaks of it. */
export function saidError(error: unknown): SaidError {
  const kind = kindOf(error)
  const text = stripColours(fieldOf(error, 'message') || String(error))
  const name = fieldOf(error, 'name')
  const hint = fieldOf(error, 'hint')
  const named = kind === 'thrown' && SPEAKING_NAME.test(name) ? `${name}: ${text}` : text
  const message = hint === '' ? named : `${named} (${hint})`
  return { kind, message, stack: fieldOf(error, 'stack') }
}

function kindOf(error: unknown): SaidError['kind'] {
  const name = fieldOf(error, 'name')
  if (name === 'TestTimeoutError') return 'time-out'
  if (name === 'AssertionError') return 'assertion'
  const matcher = matcherOf(error)
  if (matcher === undefined) return 'thrown'
  return matcher === BUDGET_MATCHER ? 'budget' : 'assertion'
}

/** The matcher that threw it, of those added by `expect.extend`. */
function matcherOf(error: unknown): string | undefined {
  const context: unknown = readField(error, '__vitest_error_context__')
  const name = fieldOf(context, 'assertionName')
  return name === '' ? undefined : name
}

const readField = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

function fieldOf(value: unknown, name: string): string {
  const field = readField(value, name)
  return typeof field === 'string' ? field : ''
}

function stripColours(text: string): string {
  return text.replaceAll(/\u001B\[[\d;]*m/g, '')
}
