import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../kernel/errors.ts'

/** Why a file that users wrote could not be imported: one line, with the place in their own code. */
export interface ImportProblem {
  /** `perf/a.perf.ts:3:9` where a place is known, else the file. */
  readonly where: string
  readonly what: string
}

/** `where: what`. */
export const importProblemLine = ({ where, what }: ImportProblem): string => `${where}: ${what}`

/** What importing `path` threw, said in one line. @param cwd what paths are shown relative to */
export function importProblem(
  thrown: unknown,
  { path, cwd }: { readonly path: string; readonly cwd: string },
): ImportProblem {
  const show = (file: string): string => shownPath(file, cwd)
  return (
    transformProblem(thrown, show) ??
    syntaxProblem(thrown, { path, show }) ??
    missingModule(thrown, { path, show }) ?? {
      where: placeOf(thrown, show) ?? show(path),
      what: `throws on import: ${messageOf(thrown)}`,
    }
  )
}

/** A path relative to the project, with `/`; absolute when it lies outside. */
export function shownPath(file: string, cwd: string): string {
  const inside = relative(cwd, file)
  const shown = inside.startsWith('..') || inside === '' ? file : inside
  return shown.replaceAll('\\', '/')
}

type Show = (file: string) => string

/** esbuild's `/path/file.ts:3:12: ERROR: Expected ";" but found "b"`. */
function transformProblem(thrown: unknown, show: Show): ImportProblem | undefined {
  if (!(thrown instanceof Error) || !thrown.message.startsWith('Transform failed')) return undefined
  const match = /^(.+):(\d+):(\d+): ERROR: (.+)$/m.exec(thrown.message)
  if (match === null) return undefined
  const [, file = '', line, column, message = ''] = match
  // esbuild counts columns from 0, editors from 1.
  return { where: `${show(file)}:${line}:${Number(column) + 1}`, what: `syntax error: ${message}` }
}

/** V8 tells the place of a syntax error only to whoever prints the uncaught error, so `node --check` is asked. */
function syntaxProblem(
  thrown: unknown,
  { path, show }: { readonly path: string; readonly show: Show },
): ImportProblem | undefined {
  if (!(thrown instanceof SyntaxError)) return undefined
  const what = `syntax error: ${messageOf(thrown)}`
  const checked = spawnSync(process.execPath, ['--check', path], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  const match = /^(.+):(\d+)\n.*\n(\s*)\^/m.exec(checked.stderr)
  if (match === null) return { where: show(path), what: messageOf(thrown) }
  const [, file = '', line, indent = ''] = match
  return { where: `${show(pathOf(file))}:${line}:${indent.length + 1}`, what }
}

function missingModule(
  thrown: unknown,
  { path, show }: { readonly path: string; readonly show: Show },
): ImportProblem | undefined {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined
  const message = messageOf(thrown)
  const match = /^Cannot find (?:module|package) '([^']+)'(?: imported from '?([^'\n]+?)'?)?$/.exec(
    message,
  )
  if (match === null) return { where: show(path), what: message }
  const [, wanted = '', importer = requirer(thrown) ?? path] = match
  return {
    where: show(pathOf(importer)),
    what: `imports ${show(pathOf(wanted))}, which can't be found`,
  }
}

/** The first file of CommonJS's `Require stack`. */
function requirer(thrown: unknown): string | undefined {
  const stack: unknown = thrown instanceof Error ? Reflect.get(thrown, 'requireStack') : undefined
  return Array.isArray(stack) && typeof stack[0] === 'string' ? stack[0] : undefined
}

/** Where plimsoll itself lies, as source or built. */
const PLIMSOLL = fileURLToPath(new URL('../..', import.meta.url))

const FRAME = /^\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]+?):(\d+):(\d+)\)?$/

/** The first frame of the stack that is in the user's own code. */
function placeOf(thrown: unknown, show: Show): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  for (const line of stack.split('\n')) {
    const [, file, row, column] = FRAME.exec(line) ?? []
    if (file === undefined) continue
    const path = pathOf(file)
    if (!path.startsWith(PLIMSOLL) && !/[\\/]node_modules[\\/]/.test(path))
      return `${show(path)}:${row}:${column}`
  }
  return undefined
}

/** A URL or path of a stack → path; tsx marks what it loads in a namespace with a query. */
function pathOf(file: string): string {
  const plain = file.replace(/\?.*$/, '')
  return plain.startsWith('file://') ? fileURLToPath(plain) : plain
}
