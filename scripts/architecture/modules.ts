import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Node, parseSync, Visitor, type VisitorObject } from 'oxc-parser'

/**
 * Reads what every module imports and which names of the machine it reaches for, with a real parser:
 *
 *   folder → files → syntax tree → imports of every kind, ambient names, lint disables
 */

/** One import, of whatever kind. */
export interface Import {
  /** As written; `undefined` when it is computed while the program runs. */
  readonly specifier: string | undefined
  readonly kind: 'import' | 'type' | 're-export' | 'dynamic' | 'require' | 'resolve' | 'url'
  readonly line: number
}

/** Something that stands at a line. */
export interface Mention {
  readonly name: string
  readonly line: number
}

/** A module as the rules see it. */
export interface Module {
  /** From the root, with `/`. */
  readonly path: string
  readonly imports: readonly Import[]
  /** Members, calls and constructions of names that are not declared: `Math.random`, `new Date()`, `console.log`. */
  readonly mentions: readonly Mention[]
  /** Comments that switch a check off. */
  readonly disables: readonly Mention[]
}

const SOURCE = /\.[cm]?[jt]sx?$/
const DECLARATION = /\.d\.[cm]?ts$/
const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', '.plimsoll', 'coverage'])
const DISABLE = /(?:oxlint|eslint)-disable|@ts-(?:ignore|nocheck|expect-error)|biome-ignore/

/** Every module below the folders of a root. A folder that does not exist holds none. */
export function readModules(root: string, folders: readonly string[]): readonly Module[] {
  return folders
    .flatMap((folder) => sourceFiles(root, folder))
    .map((path) => readModule(path, readFileSync(join(root, path), 'utf8')))
}

function sourceFiles(root: string, folder: string): readonly string[] {
  const entries = listing(join(root, folder))
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(root, path)
    return SOURCE.test(entry.name) && !DECLARATION.test(entry.name) ? [path] : []
  })
}

/** The entries of a folder in a fixed order; none when it is missing. */
export function listing(path: string): readonly Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.toSorted((a, b) => a.name.localeCompare(b.name))
  } catch {
    return []
  }
}

/** Parses one module. @throws Error when it is no valid TypeScript. */
export function readModule(path: string, text: string): Module {
  const parsed = parseSync(path, text)
  const problem = parsed.errors[0]
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`)
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const imports: Import[] = []
  const mentions: Mention[] = []
  const visitor = visitorFor({
    imported: (kind, source, { start }) =>
      imports.push({ kind, specifier: literalOf(source), line: lineOf(start) }),
    mentioned: (name, { start }) => mentions.push({ name, line: lineOf(start) }),
  })
  new Visitor(visitor).visit(parsed.program)
  const disables = parsed.comments
    .filter((comment) => DISABLE.test(comment.value))
    .map((comment) => ({ name: comment.value.trim(), line: lineOf(comment.start) }))
  return { path, imports, mentions, disables }
}

/** Told of whatever the syntax tree holds. */
interface Listener {
  imported(kind: Import['kind'], source: Node, node: Node): void
  mentioned(name: string, node: Node): void
}

function visitorFor({ imported, mentioned }: Listener): VisitorObject {
  return {
    ImportDeclaration: (node) =>
      imported(node.importKind === 'type' ? 'type' : 'import', node.source, node),
    ExportAllDeclaration: (node) => imported('re-export', node.source, node),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) imported('re-export', node.source, node)
    },
    ImportExpression: (node) => imported('dynamic', node.source, node),
    TSImportType: (node) => imported('type', node.source, node),
    TSExternalModuleReference: (node) => imported('require', node.expression, node),
    CallExpression: (node) => {
      const name = nameOf(node.callee)
      const [argument] = node.arguments
      if (argument !== undefined && name === 'require') imported('require', argument, node)
      if (argument !== undefined && name === 'import.meta.resolve') {
        imported('resolve', argument, node)
      }
      if (name !== undefined && !name.includes('.')) mentioned(`${name}()`, node)
    },
    NewExpression: (node) => {
      const name = nameOf(node.callee)
      const [argument, base] = node.arguments
      if (argument !== undefined && name === 'URL' && nameOf(base) === 'import.meta.url') {
        imported('url', argument, node)
      }
      if (name !== undefined) mentioned(`new ${name}(${argument === undefined ? '' : '…'})`, node)
    },
    MemberExpression: (node) => {
      const name = nameOf(node)
      if (name !== undefined) mentioned(name.replace(/^globalThis\./, ''), node)
    },
  }
}

/** The text of a string, or of a template: without holes, or with one for the ending alone (`./main.${extension}`). */
function literalOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  const [first = '', last] = node.quasis.map(({ value }) => value.cooked ?? '')
  if (node.expressions.length === 0) return first
  const onlyEnding = node.expressions.length === 1 && first.endsWith('.') && last === ''
  return onlyEnding ? `${first}ts` : undefined
}

/** `a`, `a.b` or `import.meta.c`, where that is all there is. */
function nameOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MetaProperty') return `${node.meta.name}.${node.property.name}`
  if (node.type !== 'MemberExpression') return undefined
  const object = nameOf(node.object)
  const property = node.computed ? literalOf(node.property) : propertyName(node.property)
  return object === undefined || property === undefined ? undefined : `${object}.${property}`
}

function propertyName(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined
}
