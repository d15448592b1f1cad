import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { repositoryPath } from './process.ts'

/** Folders that tests write in, outside the checkout; each is removed by whoever made it. */

const PREFIX = join(tmpdir(), 'plimsoll-test-')
const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const

/** A new empty folder, removed when the test that called this ends. */
export async function tempDir(): Promise<string> {
  const path = await mkdtemp(PREFIX)
  onTestFinished(() => rm(path, REMOVAL))
  return path
}

/** A new empty folder for a whole file or `describe`, removed after its tests. Called while tests are collected. */
export function sharedTempDir(): string {
  const path = mkdtempSync(PREFIX)
  process.once('exit', () => rmSync(path, REMOVAL))
  afterAll(() => rm(path, REMOVAL))
  return path
}

/** Path inside the project → its text. */
export type ProjectFiles = Readonly<Record<string, string>>

/**
 * A small project that uses plimsoll as users do, by its public names: `node_modules/plimsoll` is the checkout.
 * Removed when the test that called this ends. Returns its absolute path.
 */
export async function freshProject(files: ProjectFiles = {}): Promise<string> {
  const path = await tempDir()
  await fillProject(path, files)
  return path
}

/** Writes a project as {@link freshProject} does, into a folder that exists, such as {@link sharedTempDir}. */
export async function fillProject(path: string, files: ProjectFiles): Promise<void> {
  await writeFiles(path, { 'package.json': '{ "type": "module", "private": true }\n', ...files })
  await mkdir(join(path, 'node_modules'), { recursive: true })
  await symlink(repositoryPath, join(path, 'node_modules/plimsoll'), 'junction')
}

/** Writes files below a folder, and the folders they need. */
export async function writeFiles(path: string, files: ProjectFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(path, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
