/** How many cells GitHub's parser sees in a row: it splits at pipes that no backslash escapes, before anything else. */
export function cellsOf(row: string): number {
  const inner = row.replace(/^\|/, '').replace(/\|$/, '')
  return inner.replace(/\\./g, '').split('|').length
}
