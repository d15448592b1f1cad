import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { ExitCode, messageOf, PlimsollError } from '../../kernel/errors.ts'
import { parseBaseline, readRun } from '../../model/read.ts'
import type { Run } from '../../model/run.ts'
import { BASELINE_SCHEMA, type BaselineDocument } from '../../model/schema/baseline.ts'
import { requireBaselineStatus } from '../baseline-rule.ts'

/**
 * A baseline in a file of its own, to be kept in version control or handed on:
 * `{ schema: 'plimsoll/baseline@1', name, reason, setAt, run }`.
 */

/** What a baseline file is written from. */
export interface NewBaselineFile {
  readonly name: string
  /** Why, for an intended change; empty otherwise. */
  readonly reason: string
  /** ISO 8601, UTC, milliseconds. */
  readonly setAt: string
  readonly run: Run
}

/**
 * What the file at `path` holds; `undefined` if there is no such file.
 *
 * @throws PlimsollError DOCUMENT_… (exit 2) for a broken one, BASELINE_FILE (exit 5) for one that can't be read
 */
export async function readBaselineFile(path: string): Promise<BaselineDocument | undefined> {
  const text = await readText(path)
  if (text === undefined) return undefined
  const document = parseBaseline(text, path)
  requireBaselineStatus(document.run)
  return document
}

/**
 * Writes the file whole or not at all, and the folder it is in.
 *
 * @throws PlimsollError RUN_NOT_BASELINE (exit 2), BASELINE_FILE (exit 5)
 */
export async function writeBaselineFile(
  path: string,
  { name, reason, setAt, run }: NewBaselineFile,
): Promise<BaselineDocument> {
  requireBaselineStatus(run)
  const document: BaselineDocument = {
    schema: BASELINE_SCHEMA,
    name,
    reason,
    setAt,
    run: readRun(run, `The run ${run.id}`),
  }
  const text = `${JSON.stringify(document, null, 2)}\n`
  parseBaseline(text, path)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomic(path, text)
  } catch (thrown) {
    throw fileError(path, thrown)
  }
  return document
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') === 'ENOENT') return undefined
    throw fileError(path, thrown)
  }
}

function fileError(path: string, cause: unknown): PlimsollError {
  return new PlimsollError({
    code: 'BASELINE_FILE',
    message: `The baseline file ${path} can't be used: ${messageOf(cause)}`,
    hint: 'Check that it is a file, that its folder may be written, and that the disk has space.',
    exitCode: ExitCode.store,
    cause,
  })
}
