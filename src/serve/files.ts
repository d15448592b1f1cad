import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { ExitCode, PlimsollError } from '../kernel/errors.ts'

/**
 * The built page, read whole before anybody asks for it: what is answered is looked up by its name, so that no name leads
 * anywhere else on the disk.
 */

/** What is handed out. */
export interface PageFiles {
  /** HTML. */
  readonly index: PageFile
  readonly login: PageFile
  /** By name, all of `assets/`; a name changes with what is in it. */
  readonly assets: ReadonlyMap<string, PageFile>
}

/** One file. */
export interface PageFile {
  readonly bytes: Buffer
  /** Of its content, as HTTP says it. */
  readonly type: string
  readonly etag: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** @param folder that vite built @throws PlimsollError PAGE_NOT_BUILT */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  try {
    const names = await readdir(join(folder, 'assets'))
    const [index, login, ...assets] = await Promise.all([
      readPageFile(join(folder, 'index.html')),
      readPageFile(join(folder, 'login.html')),
      ...names.map(
        async (name) => [name, await readPageFile(join(folder, 'assets', name))] as const,
      ),
    ])
    return { index, login, assets: new Map(assets) }
  } catch (cause) {
    throw new PlimsollError({
      code: 'PAGE_NOT_BUILT',
      message: 'the page that is to be served is not there',
      hint: 'In a clone of plimsoll, build it: npm run build. A package from npm has it: install it again.',
      exitCode: ExitCode.bug,
      cause,
    })
  }
}

async function readPageFile(path: string): Promise<PageFile> {
  const bytes = await readFile(path)
  return pageFile(bytes, TYPES[extname(path)] ?? 'application/octet-stream')
}

const TAG_CHARACTERS = 22

/** A file of these bytes. */
export function pageFile(bytes: Buffer, type: string): PageFile {
  const hash = createHash('sha256').update(bytes).digest('base64url')
  return { bytes, type, etag: `"${hash.slice(0, TAG_CHARACTERS)}"` }
}

/** Assets that a page of HTML names. */
export const assetsIn = ({ bytes }: PageFile): readonly string[] =>
  [...bytes.toString().matchAll(/"(?:\.\/)?assets\/([\w.-]+)"/g)].map(([, name = '']) => name)
