/**
 * Builds the page twice from `dashboard/`: `dist/dashboard/live`, file by file, and `dist/dashboard/frozen/index.html`, one
 * file that may load nothing, not even from itself: its policy names its only script by its hash.
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { repositoryPath } from './tools.ts'

const dashboard = join(repositoryPath, 'dashboard')
const frozen = join(repositoryPath, 'dist/dashboard/frozen/index.html')

for (const mode of ['live', 'frozen']) {
  await build({ configFile: join(dashboard, 'vite.config.ts'), mode, logLevel: 'warn' })
}
await writeFile(frozen, withPolicy(await readFile(frozen, 'utf8')))

function withPolicy(html: string): string {
  const hashes = [...html.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  if (hashes.length !== 1) throw new Error(`the frozen page has ${hashes.length} scripts, not 1`)
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`
  return html.replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${meta}`)
}
