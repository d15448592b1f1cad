/**
 * What a module imports, by the text of it. It finds rather too much (an import in a comment) than too little: whoever
 * watches files may watch one in vain, but must not miss one. Specifiers that are computed can't be found.
 */

/** `import … from 'x'`, `export … from 'x'`. */
const FROM = /\b(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/g
/** `import 'x'`. */
const SIDE_EFFECT = /\bimport\s*(['"])([^'"\n]+)\1/g
/** `import('x')`, `require('x')`, `import.meta.resolve('x')`. */
const CALL = /\b(?:import|require|resolve)\s*\(\s*(['"`])([^'"`\n$]+)\1/g
/** `new URL('x', import.meta.url)`: workers, and data beside the code. */
const URL_BESIDE = /\bnew\s+URL\s*\(\s*(['"`])([^'"`\n$]+)\1\s*,\s*import\.meta\.url/g

/** Every specifier in a module's source, each once. */
export function specifiersIn(source: string): readonly string[] {
  const found = [FROM, SIDE_EFFECT, CALL, URL_BESIDE].flatMap((pattern) =>
    [...source.matchAll(pattern)].flatMap(([, , specifier]) => specifier ?? []),
  )
  return [...new Set(found)]
}
