import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Aliases } from './aliases.ts'
import { resolveImport } from './resolve.ts'
import { specifiersIn } from './specifiers.ts'

/** What a perf file depends on: its own imports, and theirs, and so on. */
export interface Dependencies {
  /** Absolute path → hash of its content, the perf file itself included. */
  readonly files: ReadonlyMap<string, string>
  /** Paths that an import would mean if there were a file. */
  readonly missing: ReadonlySet<string>
}

/** Follows the imports of one file. Reads everything anew. */
export function traceImports(entry: string, aliases: Aliases): Dependencies {
  const files = new Map<string, string>()
  const missing = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file) || missing.has(file)) continue
    const content = read(file)
    if (content === undefined) {
      missing.add(file)
      continue
    }
    files.set(file, hashOf(content))
    if (!MODULE.test(file)) continue
    for (const specifier of specifiersIn(content.toString())) {
      const found = resolveImport(specifier, file, aliases)
      waiting.push(...found.files)
      for (const path of found.missing) missing.add(path)
    }
  }
  return { files, missing }
}

const MODULE = /\.[cm]?[jt]sx?$/

/** The hash of a file's content; `undefined` when it can't be read. */
export function fileHash(path: string): string | undefined {
  const content = read(path)
  return content === undefined ? undefined : hashOf(content)
}

const hashOf = (content: Buffer): string => createHash('sha1').update(content).digest('base64')

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
