/**
 * Hides secrets before a text is shown, logged or recorded. Every pattern here takes time in proportion to the text:
 * none may try the same stretch again from each of its characters.
 */

const HIDDEN = '***'

/** What follows `://`, as far as it may belong to the URL; some JSON has `:\/\/`. */
const URL_REST = /(?<=:\/\/|:\\\/\\\/)[^\s"'`]+/g

/** A name, and what leads from it to its value: `=`, `:`, `=>`, or the space behind a flag. */
const NAMED = /(?<![\w.-])([\w.-]+)(\\?["'`]|\])?([ \t]*[=:][=>]{0,2}[ \t]*|[ \t]+)/g

/** An element of XML, and its text. */
const ELEMENT = /(<([\w.:-]+)(?:\s[^<>]*)?>)([^<]*[^<\s][^<]*)/g

/** Not `author`, `tokenizer`, `signal`. */
const SECRET_IN_TEXT =
  /pass(?:word|wd|phrase|code)|requirepass|pwd|secret|token(?!i[sz])|auth(?!or(?!i[sz]))|(?:api|access|private)[_-]?key|credential|signature|(?:^|[._-])(?:sig|pass)(?:$|[._-])/i

/** Of our own: they take what a token is called. */
const OWN_FLAG = /^--(?:new|revoke)-token$/

const SECRET_NAME =
  /pass(word|wd)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth|credential|private/i

/** Values, each matched where its name ends; what is not closed goes on to the end of the line or the outer quote. */
const ESCAPED_QUOTES = /\\(["'])(?:[^"'\\\n]|\\[^"'\n])*/y
const DOUBLE_QUOTES = /"(?:[^"\\\n]|\\.)*/y
const SINGLE_QUOTES = /'(?:[^'\\\n]|\\.)*/y
const BACKTICKS = /`(?:[^`\\]|\\.)*/y
const BARE = /(?:(?:bearer|basic|digest|token|apikey)[ \t]+)?[^\s&;,"'`]+/iy
const BARE_IN_JSON = /[^\s,}\]{["'`]+/y
/** Whatever its scheme; the parts of `Digest` are quoted one by one. */
const AUTHORIZATION = /digest[ \t][^\n]*|[^\s&;,"'`]+(?:[ \t]+[^\s&;,"'`]+)?/iy
/** A list or an object, piece by piece, its strings whole. */
const PIECE = /[^[\]{}"'\\]+|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\\[^]?|[[\]{}]/y

/** Authorisation as headers have it, wherever it stands; what stands behind `Basic` in a sentence has no digit. */
const SCHEME = /(?<![\w-])(bearer|basic|digest)([ \t]+)([\w.~+/=-]{8,})/gi
const COOKIE = /(?<![\w-])((?:set-)?cookie["']?[ \t]*:[ \t]*["']?)(?!\*\*\*)[^\n"']+/gi
const COOKIE_NAME = /^(?:set-)?cookies?$/i
/** `curl -u name:password`. */
const USER = /(?<![^\s"'])((?:-u|--user|--proxy-user)[ =]["']?[^\s:"']{1,80}:)[^\s"']+/g
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END)[^])*(?:-----END [A-Z ]{0,50}-----)?/g
/** Tokens that are known by what they begin with: our own, those of GitHub, GitLab, npm, Slack, AWS, Google, Stripe and others, and JWTs. */
const TOKEN =
  /(?<=hooks\.slack\.com\/services\/)[\w/]+|(?<![\w-])(?:gh[opsu]_\w{16,}|ghr_\w{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{20,}|[sr]k[-_](?:live|test|proj|ant)[-_][\w-]{10,}|sk-[\w-]{20,}|hf_\w{20,}|dop_v1_\w{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|plimsoll_[\w-]{43}(?![\w-])|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{12,}|AIza[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)/g

/** What is hidden beside what always is. */
export interface Hiding {
  /** Values behind these names, in lower case. */
  readonly names?: ReadonlySet<string>
  /** Whether what stands behind `auth:` is a secret; default: it is. */
  readonly isSecretBehindColon?: (value: string) => boolean
}

/**
 * Replaces credentials in URLs and headers, tokens, and values of secret names (`password=…`, `"token": "…"`,
 * `--token …`) by `***`.
 */
export function redact(text: string): string {
  return redactWith(text, {})
}

/** Likewise, and more or less of what stands behind names. */
export function redactWith(text: string, hiding: Hiding): string {
  const outside = text.replace(URL_REST, hideCredentials)
  return hideTokens(hideNamed(hideElements(outside, hiding), hiding))
}

function hideElements(text: string, { names }: Hiding): string {
  return text.replace(ELEMENT, (whole, opening: string, tag: string) => {
    const name = tag.slice(tag.indexOf(':') + 1)
    const isSecretElement = SECRET_IN_TEXT.test(name) || names?.has(name.toLowerCase()) === true
    return isSecretElement ? `${opening}${HIDDEN}` : whole
  })
}

function hideTokens(text: string): string {
  return text
    .replace(PRIVATE_KEY, HIDDEN)
    .replace(COOKIE, `$1${HIDDEN}`)
    .replace(USER, `$1${HIDDEN}`)
    .replace(SCHEME, (whole, scheme: string, space: string, value: string) =>
      /[\d=]/.test(value) ? `${scheme}${space}${HIDDEN}` : whole,
    )
    .replace(TOKEN, HIDDEN)
}

/** Whether a label or parameter of this name holds a secret. */
export function isSecretKey(name: string): boolean {
  return SECRET_IN_TEXT.test(name)
}

/** Whether a setting or variable of this name holds a secret, whatever its value. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/**
 * Credentials end at the last `@`. With a `:` in front of the path they may hold a `/`: `host:5432/a@b` could be either,
 * and is hidden.
 */
function hideCredentials(rest: string): string {
  const path = rest.search(/[/?#]/)
  const authority = path < 0 ? rest : rest.slice(0, path)
  const at = (authority.includes(':') ? rest : authority).lastIndexOf('@')
  return at < 0 ? rest : `${HIDDEN}${rest.slice(at)}`
}

function hideNamed(text: string, hiding: Hiding): string {
  const parts: string[] = []
  let done = 0
  NAMED.lastIndex = 0
  for (let found = NAMED.exec(text); found !== null; found = NAMED.exec(text)) {
    const start = NAMED.lastIndex
    const value = isSecret(text, found, hiding) ? valueAt(text, start, found) : undefined
    if (value === undefined || isWord(text.slice(start, start + value.end), found, hiding)) continue
    parts.push(text.slice(done, start + value.open), HIDDEN)
    done = start + value.end
    NAMED.lastIndex = done
  }
  return parts.join('') + text.slice(done)
}

function isWord(
  value: string,
  { 3: link = '' }: RegExpExecArray,
  { isSecretBehindColon }: Hiding,
): boolean {
  return link.includes(':') && isSecretBehindColon?.(value) === false
}

function isSecret(
  text: string,
  { 0: whole, 1: name = '', 3: link = '', index }: RegExpExecArray,
  { names }: Hiding,
): boolean {
  if (names !== undefined && isNamed(names, name, link)) return true
  if (COOKIE_NAME.test(name) && link.includes(':')) {
    return /[[{]/.test(text[index + whole.length] ?? '')
  }
  if (link.includes('=')) return SECRET_IN_TEXT.test(name)
  if (!link.includes(':')) {
    const isFlag = name.startsWith('--') && SECRET_IN_TEXT.test(name) && !OWN_FLAG.test(name)
    return isFlag && text[index + name.length + link.length] !== '-'
  }
  // `http://auth:8080` is a port, and `token.perf.ts:12` a place in a file.
  if (text.startsWith('//', index - 2)) return false
  return SECRET_IN_TEXT.test(name.slice(name.lastIndexOf('.') + 1))
}

/** `--x-tenant` and `headers.x-tenant` are `x-tenant`. */
function isNamed(names: ReadonlySet<string>, name: string, link: string): boolean {
  const bare = name.replace(/^-+/, '').toLowerCase()
  const isLinked = /[=:]/.test(link) || name.startsWith('--')
  return isLinked && (names.has(bare) || names.has(bare.slice(bare.lastIndexOf('.') + 1)))
}

/** Where the hidden part of a value starts and ends, from `start`. */
interface ValuePlace {
  readonly open: number
  readonly end: number
}

function valueAt(
  text: string,
  start: number,
  { 1: name = '', 2: quote }: RegExpExecArray,
): ValuePlace | undefined {
  const first = text[start]
  const lengthOf = (pattern: RegExp): number => {
    pattern.lastIndex = start
    return pattern.exec(text)?.[0].length ?? 0
  }
  if (first === '"') return { open: 1, end: lengthOf(DOUBLE_QUOTES) }
  if (first === "'") return { open: 1, end: lengthOf(SINGLE_QUOTES) }
  if (first === '`') return { open: 1, end: lengthOf(BACKTICKS) }
  if (first === '[' || first === '{') return { open: 0, end: lengthOfNested(text, start) }
  const escaped = first === '\\' ? lengthOf(ESCAPED_QUOTES) : 0
  if (escaped > 0) return { open: 2, end: escaped }
  const isHeader = /authorization$/i.test(name)
  const end = lengthOf(isHeader ? AUTHORIZATION : quote === undefined ? BARE : BARE_IN_JSON)
  return end === 0 ? undefined : { open: 0, end }
}

/** Of a list or an object that starts there; one that is cut off goes on to the end. */
function lengthOfNested(text: string, start: number): number {
  let depth = 0
  PIECE.lastIndex = start
  for (let found = PIECE.exec(text); found !== null; found = PIECE.exec(text)) {
    const [piece] = found
    if (piece === '[' || piece === '{') depth++
    else if (piece === ']' || piece === '}') depth--
    if (depth === 0) return found.index + 1 - start
  }
  return text.length - start
}
