/**
 * How many columns a text takes in a terminal: East Asian wide characters and emoji two, combining marks and joiners
 * none. Source: Unicode 17, UAX #11 (East Asian Width W and F) and UTS #51 (RGI emoji).
 */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** ASCII, Latin letters, and what formatted numbers and sentences hold: one column each. */
const NARROW = /^[ -~¡-¬®-ʯ–—‘-”…]*$/
const EMOJI = /^\p{RGI_Emoji}$/v
const INVISIBLE =
  /^[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\p{Control}\u1160-\u11ff\ud7b0-\ud7fb]$/v
const WIDE_EMOJI = /^\p{Emoji_Presentation}$/v
/** Blocks of wide characters; what is unassigned inside them counts as wide too. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{191ff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]$/v

/** Columns that a text takes; it holds no escape codes. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const cluster of graphemes(text)) width += clusterWidth(cluster)
  return width
}

/** Cuts a text in its middle, so that it takes at most `columns` (≥ 1). */
export function truncateMiddle(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  const clusters = graphemes(text)
  const head = takeWidth(clusters, Math.ceil((columns - 1) / 2))
  const left = columns - 1 - displayWidth(head)
  const tail = takeWidth(clusters.toReversed(), left, (taken, next) => next + taken)
  return `${head}…${tail}`
}

/** Blanks after a text, up to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

/** Blanks before a text, up to `columns`. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text
}

/** A number stays on one line with its unit. */
const BREAKS = / +(?!(?:%|[nµm]?s|[kMG]?B)(?![\p{L}\p{N}]))/u

/** Breaks a text at blanks into lines of at most `columns` (≥ 2); a longer word is cut. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(BREAKS).flatMap((long) => pieces(long, columns))) {
    const joined = line === '' ? word : `${line} ${word}`
    if (displayWidth(joined) <= columns) line = joined
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function pieces(word: string, columns: number): readonly string[] {
  if (displayWidth(word) <= columns) return word === '' ? [] : [word]
  const found: string[] = []
  let rest = graphemes(word)
  while (rest.length > 0) {
    const piece = takeWidth(rest, columns) || (rest[0] ?? '')
    found.push(piece)
    rest = rest.slice(graphemes(piece).length)
  }
  return found
}

type Join = (taken: string, next: string) => string
const append: Join = (taken, next) => taken + next

function takeWidth(clusters: readonly string[], columns: number, join: Join = append): string {
  let taken = ''
  let width = 0
  for (const cluster of clusters) {
    width += clusterWidth(cluster)
    if (width > columns) break
    taken = join(taken, cluster)
  }
  return taken
}

function graphemes(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), (part) => part.segment)
}

function clusterWidth(cluster: string): number {
  if (EMOJI.test(cluster)) return 2
  let width = 0
  for (const character of cluster) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (NARROW.test(character)) return 1
  if (INVISIBLE.test(character)) return 0
  return WIDE.test(character) || WIDE_EMOJI.test(character) ? 2 : 1
}
