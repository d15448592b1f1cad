import { displayWidth } from '../src/show/text/width.ts'

/**
 * Draws what a terminal shows as SVG, for the README. Colours come in as escape codes on standard input; the picture
 * goes to standard output.
 *
 *     FORCE_COLOR=1 npx plimsoll compare | node scripts/picture.ts 'npx plimsoll compare' > docs/pictures/compare.svg
 */

const COLUMN_PX = 8
const LINE_PX = 19
const FONT_PX = 13
const MARGIN_PX = 20
const LEAST_COLUMNS = 80
const FONTS = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

/** A dark window of its own, so that it reads alike on light and dark pages. */
const INKS = {
  back: '#0d1b2a',
  edge: '#31445b',
  text: '#d7e0ea',
  dim: '#8b9cb0',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  cyan: '#56d4dd',
} as const

/** How the text from here on looks. */
interface Look {
  readonly bold: boolean
  readonly dim: boolean
  readonly ink: keyof typeof INKS | undefined
}

const PLAIN: Look = { bold: false, dim: false, ink: undefined }

/** The escape codes that plimsoll writes (src/show/terminal/ansi.ts), and what each changes. */
const CODES: Readonly<Record<string, Partial<Look>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  22: { bold: false, dim: false },
  31: { ink: 'red' },
  32: { ink: 'green' },
  33: { ink: 'yellow' },
  36: { ink: 'cyan' },
  39: { ink: undefined },
}

/** Text in one look, `column` characters from the left. */
interface Piece {
  readonly column: number
  readonly text: string
  readonly look: Look
}

const ESCAPE = /\u001b\[(\d*)m/

const changed = (look: Look, code: string): Look => ({ ...look, ...CODES[code] })

function piecesOf(line: string, before: Look): { pieces: Piece[]; look: Look; columns: number } {
  const pieces: Piece[] = []
  let look = before
  let column = 0
  for (const [index, part] of line.split(ESCAPE).entries()) {
    if (index % 2 === 1) look = changed(look, part)
    else {
      // Blanks need no drawing, and a run of them would be stretched.
      for (const [text] of part.matchAll(/\S+(?: \S+)*|\s+/g)) {
        if (text.trim() !== '') pieces.push({ column, text, look })
        column += displayWidth(text)
      }
    }
  }
  return { pieces, look, columns: column }
}

function draw(terminal: string, command: string): string {
  const prompt = `\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m`
  const lines = [prompt, ...terminal.trimEnd().split('\n')]
  const drawn: string[] = []
  let look = PLAIN
  let widest = LEAST_COLUMNS
  for (const [row, line] of lines.entries()) {
    const { pieces, look: after, columns } = piecesOf(line, look)
    look = after
    widest = Math.max(widest, columns)
    drawn.push(...pieces.map((piece) => drawPiece(piece, row)))
  }
  const width = 2 * MARGIN_PX + widest * COLUMN_PX
  const height = 2 * MARGIN_PX + lines.length * LINE_PX
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escape(command)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${INKS.back}" stroke="${INKS.edge}"/>
<g font-family="${FONTS}" font-size="${FONT_PX}">
${drawn.join('\n')}
</g>
</svg>
`
}

/** Its length is given, so that columns stay columns in any font. */
function drawPiece({ column, text, look }: Piece, row: number): string {
  const x = MARGIN_PX + column * COLUMN_PX
  const y = MARGIN_PX + (row + 0.75) * LINE_PX
  const ink = INKS[look.ink ?? (look.dim ? 'dim' : 'text')]
  const weight = look.bold ? ' font-weight="bold"' : ''
  const length = displayWidth(text) * COLUMN_PX
  return `<text x="${x}" y="${y}" fill="${ink}"${weight} textLength="${length}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const terminal = await new Response(process.stdin as never).text()
process.stdout.write(draw(terminal, process.argv[2] ?? 'plimsoll'))
