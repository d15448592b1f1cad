import { clip, visibleLine } from '../text/visible.ts'

/**
 * GitHub-flavoured Markdown's medium. Names go into code spans, in which nothing acts; sentences are escaped, and what
 * GitHub would turn into a mention, an issue link or an address is taken apart by a zero-width space.
 */

const LONGEST_NAME = 160
const LONGEST_SENTENCE = 800
const ZERO_WIDTH = '&#8203;'

/** A name as a code span: no markup, mention or link acts inside one, and no pipe ends its cell. */
export function code(text: string): string {
  const line = visibleLine(clip(text.trim(), LONGEST_NAME)).trim()
  if (line === '') return '–'
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((ticks) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return fence + pad + guardPipes(line) + pad + fence
}

// One pass, so that what an escape adds is never escaped again.
const ACTING = /[&<>|\\`*_[\]~!$@#]|GH-(?=\d)|:\/\/|www\.|^[-+=]|^\d+(?=[.)](?:\s|$))/gi

/** A sentence as plain text. */
export function prose(text: string): string {
  const line = visibleLine(clip(text.trim(), LONGEST_SENTENCE)).trim()
  return line.replace(ACTING, escape)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '@': `@${ZERO_WIDTH}`,
  '#': `\\#${ZERO_WIDTH}`,
  '://': `:${ZERO_WIDTH}//`,
}

function escape(found: string): string {
  if (/^\d|-$/.test(found) && found.length > 1) return found + ZERO_WIDTH
  if (/^www/i.test(found)) return `${found.slice(0, -1)}${ZERO_WIDTH}.`
  return ENTITIES[found] ?? (/^\d/.test(found) ? found + ZERO_WIDTH : `\\${found}`)
}

// A row is split at its pipes before code spans are read, and `\\|` would be split there: the backslashes before a pipe
// give way to a look-alike (U+2216).
function guardPipes(line: string): string {
  return line.replace(/\\+(?=\|)/g, (run) => '∖'.repeat(run.length)).replace(/\|/g, '\\|')
}
