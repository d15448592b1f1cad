import { relative, sep } from 'node:path'

/** A path relative to the project, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/')
}

/** Why a file can't be loaded, in one line: without the project's path, and of a long account the line that tells. */
export function problemLine(file: string, message: string, cwd: string): string {
  const lines = message.split('\n').map((line) => line.trim())
  const telling = lines.find((line) => /\bERROR: /.test(line)) ?? lines[0] ?? ''
  const said = telling
    .replaceAll(/\?(?:vitest|namespace|tsx-namespace)=\w+/g, '')
    .replaceAll('file://', '')
    .replaceAll(cwd + sep, '')
  const shown = shownPath(file, cwd)
  return said.startsWith(shown) ? said : `${shown}: ${said}`
}
