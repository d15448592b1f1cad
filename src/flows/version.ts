import { readFileSync } from 'node:fs'

/** The package's version: `bin`, `src` and `dist` lie beside `package.json`. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed = JSON.parse(text) as { readonly version: string }
  return parsed.version
}
