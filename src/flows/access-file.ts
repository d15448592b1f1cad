import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { ExitCode, messageOf, PlimsollError } from '../kernel/errors.ts'
import { ACCESS_SCHEMA, type Access } from '../model/access.ts'
import { parseAccess } from '../model/read.ts'
import { fileProblem } from './errors.ts'

/** Who may see a project's pages, in `.plimsoll/access.json`, which its owner alone can read. */

/** Relative to the project. */
const ACCESS_FILE: string = join('.plimsoll', 'access.json')

const NOBODY: Access = { password: null, tokens: [] }
const OWNER_ONLY = 0o600
const OTHERS = 0o077

/** @throws PlimsollError ACCESS_UNREADABLE, ACCESS_OPEN */
export async function readAccess(cwd: string): Promise<Access> {
  const path = join(cwd, ACCESS_FILE)
  const text = await readText(path)
  if (text === undefined) return NOBODY
  await requireOwned(path)
  try {
    const { password, tokens } = parseAccess(text, ACCESS_FILE)
    return { password, tokens }
  } catch (cause) {
    throw unreadable(messageOf(cause), cause)
  }
}

/** Reads it again whenever it has changed: a token that is revoked is so at once. */
export function followAccess(cwd: string): () => Promise<Access> {
  const path = join(cwd, ACCESS_FILE)
  let known: { readonly mark: string; readonly access: Promise<Access> } | undefined
  return async () => {
    const mark = await markOf(path)
    if (known?.mark !== mark) known = { mark, access: readAccess(cwd) }
    return known.access
  }
}

/** Replaces it, whole or not at all. @throws PlimsollError ACCESS_NOT_WRITTEN */
export async function writeAccess(cwd: string, access: Access): Promise<void> {
  const path = join(cwd, ACCESS_FILE)
  try {
    const folder = dirname(path)
    const isNew = (await mkdir(folder, { recursive: true })) !== undefined
    await keepOut(folder, isNew ? '*\n' : 'access.json\n')
    const text = JSON.stringify({ schema: ACCESS_SCHEMA, ...access }, null, 2)
    await writeFileAtomic(path, `${text}\n`, { mode: OWNER_ONLY })
  } catch (cause) {
    throw new PlimsollError({
      code: 'ACCESS_NOT_WRITTEN',
      message: `${ACCESS_FILE} can't be written: ${fileProblem(cause)}`,
      hint: 'plimsoll keeps there who may see the pages: the folder must be yours to write to',
      exitCode: ExitCode.usage,
      cause,
    })
  }
}

/** Of version control, unless the folder says itself what is kept there. */
async function keepOut(folder: string, text: string): Promise<void> {
  await writeFile(join(folder, '.gitignore'), text, { flag: 'wx' }).catch((thrown: unknown) => {
    if (codeOf(thrown) !== 'EEXIST') throw thrown
  })
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw unreadable(fileProblem(cause), cause)
  }
}

/** Windows has no such modes; there the folder's own rights count. */
async function requireOwned(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & OTHERS) === 0) return
  throw new PlimsollError({
    code: 'ACCESS_OPEN',
    message: `${ACCESS_FILE} can be read by other users of this machine`,
    hint: `close it: chmod 600 ${ACCESS_FILE}; then set a new password, since the old one may be known`,
    exitCode: ExitCode.store,
  })
}

async function markOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, ino, size } = await stat(path)
    return [mtimeMs, ctimeMs, ino, size].join(' ')
  } catch (cause) {
    return isMissing(cause) ? '' : messageOf(cause)
  }
}

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined

const isMissing = (thrown: unknown): boolean => codeOf(thrown) === 'ENOENT'

const unreadable = (why: string, cause: unknown): PlimsollError =>
  new PlimsollError({
    code: 'ACCESS_UNREADABLE',
    message: `who may see the pages can't be read: ${why}`,
    hint: `remove ${ACCESS_FILE}, and set a new one with plimsoll serve --set-password`,
    exitCode: ExitCode.store,
    cause,
  })
