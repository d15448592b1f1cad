import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryPath } from '../support/process.ts'

/** The documentation as data: pages, their code blocks, links and headings. */

/** A fenced code block. */
export interface Block {
  /** What stands behind the opening fence: `ts`, `console` … */
  readonly kind: string
  readonly text: string
  /** `docs/baselines.md:11`. */
  readonly where: string
}

/** A Markdown file. */
export interface Page {
  /** From the checkout, with `/`. */
  readonly path: string
  readonly text: string
}

/** A link to somewhere inside the checkout. */
export interface Link {
  /** A path relative to the page; empty for a heading of the page itself. */
  readonly path: string
  readonly heading: string
  readonly written: string
}

/** The pages that match, sorted. */
export function readPages(...globs: readonly string[]): readonly Page[] {
  return globSync(globs, { cwd: repositoryPath, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(repositoryPath, path), 'utf8') }))
}

const FENCE = /^ *```(.*)$/

/** How many fences a page has, opening and closing ones. */
export const countFences = ({ text }: Page): number =>
  text.split('\n').filter((line) => FENCE.test(line)).length

/** A page's code blocks, in order. */
export function blocksOf({ path, text }: Page): readonly Block[] {
  const blocks: Block[] = []
  let open: { kind: string; line: number; lines: string[] } | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const fence = FENCE.exec(line)
    if (fence === null) open?.lines.push(line)
    else if (open === undefined) open = { kind: fence[1] ?? '', line: index + 1, lines: [] }
    else {
      const where = `${path}:${open.line}`
      blocks.push({ kind: open.kind, text: `${open.lines.join('\n')}\n`, where })
      open = undefined
    }
  }
  return blocks
}

const withoutCode = (text: string): string =>
  text.replaceAll(/^ *```[^]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, 'code')

/** Links and pictures of a page that do not lead elsewhere. */
export function linksOf({ text }: Page): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, written = '']) => written)
    .filter((written) => !/^[a-z]+:/.test(written))
    .map((written) => {
      const [path = '', heading = ''] = written.split('#')
      return { path, heading, written }
    })
}

/** What the headings of a page are called in links, as GitHub does it. */
export function headingsOf({ text }: Page): ReadonlySet<string> {
  const headings = text.replaceAll(/^ *```[^]*?^ *```/gm, '').matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
