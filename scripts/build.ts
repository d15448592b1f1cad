/** Builds `dist` from nothing, and writes the published JSON Schemas. Changes no file that git knows, unless a schema did. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { repositoryPath, runTool } from './tools.ts'

const TIMEOUT_MS = 120_000

await rm(join(repositoryPath, 'dist'), { recursive: true, force: true })
const steps = [
  ['tsc', '-p', 'tsconfig.build.json'],
  ['scripts/build-pages.ts'],
  ['scripts/schemas.ts'],
]
for (const step of steps) {
  const ours = step[0]?.startsWith('scripts/') === true
  if (ours && !existsSync(join(repositoryPath, step[0] ?? ''))) continue
  const { code } = await runTool(step, TIMEOUT_MS)
  if (code !== 0) {
    process.exitCode = code
    break
  }
}
