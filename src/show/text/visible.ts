/**
 * What every medium needs before its own escaping: a text in which nothing acts. Names and messages come from perf
 * files, imported records and thrown errors, and may hold anything.
 */

// C0 and DEL have visible twins (U+2400 …); C1 can act as CSI in a terminal; bidi controls reorder what follows
// (CVE-2021-42574); U+2028/2029 break lines in some readers; XML forbids U+FFFE/FFFF.
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g
const BLANK = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** One line: runs of line breaks and tabs become one space; other acting characters become visible ones. */
export function visibleLine(text: string): string {
  return text.toWellFormed().replace(BLANK, ' ').replace(ACTING, twin)
}

/** As {@link visibleLine}, keeping the line breaks (as `\n`). */
export function visibleText(text: string): string {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map(visibleLine)
    .join('\n')
}

/** Leaves out the middle of a text of more than `length` UTF-16 units: for texts of any size, before any other work. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  const half = Math.floor((length - 1) / 2)
  const whole = (part: string): string => part.replace(/\p{Surrogate}/gu, '')
  return `${whole(text.slice(0, half))}…${whole(text.slice(-half))}`
}

function twin(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}
