/**
 * What a frozen page runs first: it puts its style and its code, which are packed beside it (scripts/build-pages.ts), in
 * place. A script of its own that imports nothing.
 */

/** The elements that hold them: raw deflate, in base64. */
export type Packed = '#plimsoll-style' | '#plimsoll-code'

function unpacked(packed: Packed): Promise<string> {
  const text = document.querySelector(packed)?.textContent ?? ''
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Response(stream).text()
}

const [style, code] = [document.createElement('style'), document.createElement('script')]
style.textContent = await unpacked('#plimsoll-style')
code.textContent = await unpacked('#plimsoll-code')
code.type = 'module'
document.head.append(style, code)
