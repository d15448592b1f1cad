/** In characters: with accents and an ending still below the 255 bytes that file systems allow. */
const LONGEST_FILE_NAME = 80

/** File names that every system accepts, a different one for each key. */
export function fileNamesOf(keys: readonly string[]): string[] {
  const taken = new Set<string>()
  return keys.map((key) => {
    const plain = key.replaceAll(/[^\p{L}\p{N}._=-]+/gu, '-').slice(0, LONGEST_FILE_NAME)
    let name = plain
    // File systems may not tell upper case from lower.
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${plain}-${number}`
    taken.add(name.toLowerCase())
    return name
  })
}
