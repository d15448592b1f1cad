import { stripVTControlCharacters } from 'node:util'

/** What users' code, services and records say, on its way to a terminal. */

const ACTING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** One line in which nothing acts: colours are taken out, what else could move or reorder the text is shown as such. */
export const printable = (line: string): string =>
  stripVTControlCharacters(line).replaceAll('\t', '  ').replaceAll(ACTING, '\u{fffd}')

/** The same of several lines. */
export const printableLines = (text: string): string =>
  text.split(/\r?\n/).map(printable).join('\n')
