/**
 * A small check of XML 1.0 well-formedness, for what a report uses of it: declaration, elements, attributes, text with
 * the predefined and numeric entities. Returns the elements' names in document order, or throws.
 */
export function parseXml(text: string): readonly string[] {
  const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  if (forbidden) throw new Error(`forbidden character U+${forbidden[0].charCodeAt(0).toString(16)}`)
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  if (!text.startsWith(declaration)) throw new Error('no declaration')
  const names: string[] = []
  const open: string[] = []
  for (const token of text.slice(declaration.length).match(/<[^>]*>?|[^<]+/g) ?? []) {
    if (token.startsWith('<')) readTag(token, names, open)
    else readText(token, open)
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`)
  return names
}

const TAG = /^<([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i

function readTag(token: string, names: string[], open: string[]): void {
  const closing = /^<\/([a-z]+)>$/.exec(token)
  if (closing) {
    if (open.pop() !== closing[1]) throw new Error(`closes what is not open: ${token}`)
    return
  }
  const [, name, attributes = '', empty] = TAG.exec(token) ?? []
  if (name === undefined) throw new Error(`not a tag: ${token}`)
  if (ENTITY.test(attributes)) throw new Error(`raw & in ${token}`)
  if (names.length > 0 && open.length === 0) throw new Error(`second root: ${token}`)
  const keys = [...attributes.matchAll(/ ([a-z]+)=/g)].map((match) => match[1])
  if (new Set(keys).size !== keys.length) throw new Error(`attribute twice: ${token}`)
  names.push(name)
  if (empty === '') open.push(name)
}

function readText(token: string, open: readonly string[]): void {
  if (open.length === 0 && token.trim() !== '') throw new Error(`text outside: ${token}`)
  if (ENTITY.test(token) || token.includes(']]>')) throw new Error(`raw markup in ${token}`)
}
