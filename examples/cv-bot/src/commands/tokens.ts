/** A piece of a command. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Where it begins, from 0. */
  readonly at: number
  /** Whether there is a space before it. */
  readonly spaced: boolean
}

export type TokenKind = '!' | '..' | ',' | '@' | 'number' | 'word'

/** The tokens of a text, or why there are none. */
export type Tokens =
  | { readonly tokens: readonly Token[] }
  | { readonly tokens?: never; readonly reason: string }

const SPACE = 0x20
const DOT = 0x2e
const MINUS = 0x2d
/** `-10.000` has 7. */
const LONGEST_NUMBER = 8
const LONGEST_WORD = 12

/** Cuts a text into tokens, in one pass that stops at the first thing which belongs to no command. */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = []
  let at = 0
  let spaced = false
  while (at < text.length) {
    if (text.charCodeAt(at) === SPACE) {
      spaced = true
      at++
      continue
    }
    const token = tokenAt(text, at, spaced)
    if (typeof token === 'string') return { reason: token }
    tokens.push(token)
    at += token.text.length
    spaced = false
  }
  return { tokens }
}

/** @returns the reason where there is no token */
function tokenAt(text: string, at: number, spaced: boolean): Token | string {
  const code = text.charCodeAt(at)
  if (isDigit(code) || (code === MINUS && isDigit(text.charCodeAt(at + 1)))) {
    return bounded({ kind: 'number', text: numberAt(text, at), at, spaced }, LONGEST_NUMBER)
  }
  if (isLetter(code))
    return bounded({ kind: 'word', text: wordAt(text, at), at, spaced }, LONGEST_WORD)
  if (code === DOT && text.charCodeAt(at + 1) === DOT) return { kind: '..', text: '..', at, spaced }
  const sign = text.charAt(at)
  if (sign === '!' || sign === ',' || sign === '@') return { kind: sign, text: sign, at, spaced }
  return `${nameOf(text, at)} at position ${at + 1} belongs to no command`
}

const bounded = (token: Token, longest: number): Token | string =>
  token.text.length <= longest ? token : `a ${token.kind} at position ${token.at + 1} is too long`

/** `-2.5`; the dot belongs to it only before another digit, so that `0..5` is a range. */
function numberAt(text: string, at: number): string {
  let end = at + 1
  while (isDigit(text.charCodeAt(end))) end++
  if (text.charCodeAt(end) === DOT && isDigit(text.charCodeAt(end + 1))) {
    end += 2
    while (isDigit(text.charCodeAt(end))) end++
  }
  return text.slice(at, end)
}

function wordAt(text: string, at: number): string {
  let end = at + 1
  while (isLetter(text.charCodeAt(end))) end++
  return text.slice(at, end)
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a

/** Characters that a terminal would not show as one are named by their number. */
function nameOf(text: string, at: number): string {
  const point = text.codePointAt(at) ?? 0
  const plain = point > SPACE && point < 0x7f
  if (plain) return `'${String.fromCodePoint(point)}'`
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
