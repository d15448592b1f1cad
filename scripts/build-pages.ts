/**
 * Builds the page twice from `dashboard/`: `dist/dashboard/live`, file by file, and `dist/dashboard/frozen/index.html`, one
 * file that may load nothing, not even from itself: its policy names its only two scripts by their hashes.
 *
 *   index.html ── script, style ── deflate ── base64 ── beside a few lines that unpack them (dashboard/src/frozen)
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { build, minify, transformWithOxc } from 'vite'
import { repositoryPath } from './tools.ts'

/** Every report has it, beside its data. */
const FROZEN_MAX_BYTES = 150_000

/** Where reports put their data: behind all else, so that a file that is cut off still says so. */
const PLACE = '<!--plimsoll-page-->'
/** What is seen until the page is drawn, and where a file is cut off so early that it never is. */
const OPENING =
  '<p>plimsoll is opening this report. If these words stay, the file is cut off: write it again with plimsoll report --format html.</p>'

const dashboard = join(repositoryPath, 'dashboard')

for (const mode of ['live', 'frozen']) {
  await build({ configFile: join(dashboard, 'vite.config.ts'), mode, logLevel: 'warn' })
}
await packFrozen(join(repositoryPath, 'dist/dashboard/frozen/index.html'))

async function packFrozen(file: string): Promise<void> {
  const page = pack(await readFile(file, 'utf8'), await unpackScript())
  if (page.length > FROZEN_MAX_BYTES) {
    throw new Error(
      `the frozen page is of ${page.length} bytes; at most ${FROZEN_MAX_BYTES} are left`,
    )
  }
  await writeFile(file, page)
}

async function unpackScript(): Promise<string> {
  const file = join(dashboard, 'src/frozen/unpack.ts')
  const { code } = await transformWithOxc(await readFile(file, 'utf8'), file)
  return (await minify(file, code, { module: true })).code.trim()
}

/** The one script and the one style of a page, packed, and a policy under which nothing else may run. */
function pack(html: string, unpack: string): string {
  const code = only(html, /<script type="module"[^>]*>([\s\S]*?)<\/script>/g)
  const style = only(html, /<style[^>]*>([\s\S]*?)<\/style>/g)
  const data =
    dataElement('plimsoll-style', style.inside) + dataElement('plimsoll-code', code.inside)
  const policy = policyFor([unpack, code.inside])
  // Functions: `$&` in code is no pattern.
  return html
    .replace(style.whole, '')
    .replace(code.whole, '')
    .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${policy}`)
    .replace('<div id="app"></div>', `<div id="app">${OPENING}</div>`)
    .replace(PLACE, (place) => `${data}<script type="module">${unpack}</script>\n    ${place}`)
}

function only(html: string, pattern: RegExp): { readonly whole: string; readonly inside: string } {
  const found = [...html.matchAll(pattern)]
  const [[whole, inside = ''] = ['']] = found
  if (found.length !== 1)
    throw new Error(`the frozen page has ${found.length} of ${pattern}, not 1`)
  return { whole, inside }
}

/** What is no script of any kind that a browser knows, it leaves alone. */
function dataElement(id: string, text: string): string {
  const packed = deflateRawSync(text, { level: 9 }).toString('base64')
  return `<script type="application/x-deflate" id="${id}">${packed}</script>\n    `
}

function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`
}
