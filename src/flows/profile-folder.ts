import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../kernel/errors.ts'
import { fileProblem } from './errors.ts'
import type { Project } from './project.ts'

/**
 * The folder that CPU profiles go to; `undefined` = none are wanted. It is made before anything is measured: minutes of
 * measuring must not end at a folder that can't be written.
 *
 * @throws PlimsollError FOLDER_NOT_MADE
 */
export function openProfileFolder({ cwd, settings }: Project): string | undefined {
  if (settings.cpuProfileDir === undefined) return undefined
  const folder = resolve(cwd, settings.cpuProfileDir)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw usageError(
      'FOLDER_NOT_MADE',
      `CPU profiles can't be written to ${folder}: ${fileProblem(cause)}`,
      'name a folder that you may write to with --cpu-profile',
    )
  }
  return folder
}
