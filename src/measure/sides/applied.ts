import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type PackageGroup, readText } from './lockfiles.ts'

/**
 * What changes installed packages beside the lockfile: patches (patch-package, pnpm and yarn keep them in these folders),
 * and the scripts that package managers run after an install.
 */

const PATCH_FOLDERS = ['patches', join('.yarn', 'patches')]
const SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

/** Of the packages of one lockfile, as text to compare. @param root top of the checkout, absolute */
export async function appliedToPackages(
  root: string,
  { folder, members }: PackageGroup,
): Promise<string> {
  const places = [...new Set([folder, ...members])].flatMap((place) =>
    PATCH_FOLDERS.map((name) => join(root, place, name)),
  )
  const patches = await Promise.all(places.map(textsIn))
  const scripts = await Promise.all(members.map((member) => scriptsOf(join(root, member))))
  return JSON.stringify([patches, scripts])
}

/** Every file of a folder with its text, in order; empty when there is no such folder. */
async function textsIn(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => [])
  const texts = names
    .toSorted()
    .map(async (name): Promise<readonly (readonly [string, string])[]> => {
      const text = await readText(join(folder, name))
      return text === undefined ? [] : [[name, text]]
    })
  return (await Promise.all(texts)).flat()
}

async function scriptsOf(folder: string): Promise<readonly unknown[]> {
  try {
    const manifest: unknown = JSON.parse((await readText(join(folder, 'package.json'))) ?? '{}')
    const scripts: unknown = Reflect.get(Object(manifest), 'scripts')
    return SCRIPTS.map((name): unknown => Reflect.get(Object(scripts), name) ?? null)
  } catch {
    return []
  }
}
