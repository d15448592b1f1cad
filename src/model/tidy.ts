import { PLAIN_REDACTOR, type Redactor } from '../kernel/redactor.ts'
import { redactIdentities } from './redact-identity.ts'
import type { Run } from './run.ts'
import { NAME_MAX, TEXT_MAX } from './schema/parts.ts'

/**
 * A run whose texts its schema takes, and which holds no secrets. What users' code throws and what git or a CI service says
 * may be of any length and hold NUL, half a surrogate pair or a password; a measurement must not be lost for that, and the
 * password not be kept. Only such texts change: NUL and half pairs become U+FFFD, secrets `***`, long texts and error codes
 * are cut.
 *
 * @param redactor of the project; default: hides what looks secret anywhere
 */
export function tidyRun(run: Run, redactor: Redactor = PLAIN_REDACTOR): Run {
  const keys = run.results.map(({ scenario }) => scenario.key)
  const identities = redactIdentities(
    run.results.map(({ scenario }) => scenario),
    redactor,
  )
  const renamed = new Map(keys.map((key, index) => [key, identities[index]?.key ?? key]))
  const known = {
    ...run,
    labels: Object.fromEntries(
      Object.entries(run.labels).map(([name, value]) => [name, redactor.label(name, value)]),
    ),
    results: run.results.map((result, index) => {
      return { ...result, scenario: identities[index] ?? result.scenario }
    }),
    budgets: run.budgets.map((budget) => {
      return { ...budget, scenario: renamed.get(budget.scenario) ?? redactor.name(budget.scenario) }
    }),
  }
  return tidyTexts(known, redactor)
}

/** The same with the texts of anything that is made of records' parts, whose scenarios and labels are tidy. */
export function tidyTexts<T>(document: T, redactor: Redactor): T {
  return new Tidying(redactor).value(document, '') as T
}

/** Left as they are: too long for a text by design and checked where it is made, or hidden already. */
const WHOLE = new Set(['histogram', 'scenario', 'labels'])

/** Free text, by the name of its field. All other texts are what something is called. */
const FREE = new Set(['note', 'notes', 'message', 'example', 'reason', 'text', 'flags'])

/** Likewise, part by part. */
export class Tidying {
  readonly #redactor: Redactor
  /** A timeline says the same few words thousands of times. */
  readonly #done = new Map<string, string>()

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  value(value: unknown, key: string): unknown {
    if (typeof value === 'string') return key === 'histogram' ? value : this.#text(value, key)
    if (Array.isArray(value)) return value.map((element) => this.value(element, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        wellFormed(this.#hidden(name, '')),
        this.value(inner, WHOLE.has(key) ? key : name),
      ]),
    )
  }

  #text(text: string, key: string): string {
    const max = key === 'code' ? NAME_MAX : TEXT_MAX
    const whole = wellFormed(WHOLE.has(key) ? text : this.#hidden(text, key))
    // Cutting may itself split a pair.
    return whole.length > max ? `${whole.slice(0, max - 1).toWellFormed()}…` : whole
  }

  #hidden(text: string, key: string): string {
    const isFree = FREE.has(key)
    const question = `${isFree} ${text}`
    const known = this.#done.get(question)
    if (known !== undefined) return known
    const hidden = isFree ? this.#free(text) : this.#redactor.name(text)
    this.#done.set(question, hidden)
    return hidden
  }

  /** Secret parameters are known by what stands before them. */
  #free(text: string): string {
    return this.#redactor.text(` ${text}`).slice(1)
  }
}

const wellFormed = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')
