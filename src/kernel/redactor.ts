import { type Hiding, isSecretKey, redactWith } from './redact.ts'

/** Hides what one project keeps secret, beside all that looks secret anywhere. */
export interface Redactor {
  /** Free text: a message, a note. */
  text(text: string): string
  /**
   * What something is called: a scenario, a stage, a branch. Words behind a colon stay (`auth: log in`), unless they look
   * like a secret.
   */
  name(name: string): string
  /** The value of a label. */
  label(name: string, value: string): string
  /** The value of a parameter. A number is a size, whatever its name, unless the project says otherwise. */
  param<T extends string | number | boolean>(name: string, value: T): T | string
}

/** What a project keeps secret. */
export interface Secrets {
  /** Names of headers, parameters, labels, variables; in any case. */
  readonly names?: readonly string[]
  /** The secrets themselves, wherever they stand. */
  readonly values?: readonly string[]
}

const HIDDEN = '***'

/** Shorter ones would be found in the middle of words. */
const SHORTEST_VALUE = 8

/** These are secrets whatever they look like; `auth=none` and `token=short` may say how something is measured. */
const ALWAYS_SECRET =
  /pass(?:word|wd|phrase)|pwd|secret|(?:api|access|private)[_-]?key|authorization/i

/** @param secrets default: none but what looks secret */
export function createRedactor({ names = [], values = [] }: Secrets = {}): Redactor {
  const own = new Set(names.map((name) => name.toLowerCase()))
  const known = knownForms(values)
  const hideKnown = (text: string): string =>
    known.reduce((left, value) => left.replaceAll(value, HIDDEN), text)
  const inText: Hiding = { names: own }
  const inName: Hiding = { names: own, isSecretBehindColon: looksSecret }
  const name = (text: string): string => redactWith(hideKnown(text), inName)
  const isOwn = (key: string): boolean => own.has(key.toLowerCase())
  return {
    text: (text) => redactWith(hideKnown(text), inText),
    name,
    label: (key, value) =>
      isOwn(key) || isSecretKey(key) ? HIDDEN : redactWith(hideKnown(value), inText),
    param: (key, value) => {
      if (isOwn(key)) return HIDDEN
      if (typeof value !== 'string') return value
      const isSecret = isSecretKey(key) && (ALWAYS_SECRET.test(key) || looksSecret(value))
      return isSecret ? HIDDEN : name(value)
    },
  }
}

/** As they are, in JSON, and in an address; longer ones first, since one may begin with another. */
function knownForms(values: readonly string[]): readonly string[] {
  const forms = values
    .filter(({ length }) => length >= SHORTEST_VALUE)
    .map((value) => value.toWellFormed())
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
  return [...new Set(forms)].toSorted((one, other) => other.length - one.length)
}

/** Hides what looks secret anywhere. */
export const PLAIN_REDACTOR: Redactor = createRedactor()

/** Long, or with digits in it, or in the form of a header. */
function looksSecret(value: string): boolean {
  const bare = value.replace(/^\\?["'`]/, '')
  return (
    /^(?:bearer|basic|digest|token|apikey)[ \t]/i.test(bare) ||
    bare.length >= 24 ||
    (bare.length >= 6 && /\d/.test(bare))
  )
}

/** What the environment holds under names of secrets: tokens that a CI service gives, passwords of databases. */
export function secretValuesIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    // A path is no secret, though it may lead to one.
    isSecretKey(name) && looksSecret(value) && !/^[/~]/.test(value) ? value : [],
  )
}
