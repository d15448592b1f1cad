import { visibleLine, visibleText } from '../text/visible.ts'

/** XML 1.0 written by hand: what a text may hold is decided here, and nowhere else. */

/** An element. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: readonly (Element | string)[]
}

/** An element of XML; attributes are written in the order given. */
export function element(
  name: string,
  attributes: Element['attributes'],
  children: Element['children'] = [],
): Element {
  return { name, attributes, children }
}

/** A whole document, two blanks an indent. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, '')}\n`
}

/**
 * A text without markup, line breaks kept: acting characters and those that XML 1.0 forbids replaced by visible ones,
 * markup characters escaped. `]]>` can't appear, since `>` is always escaped.
 */
function sanitise(text: string): string {
  return visibleText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;')
}

function writeElement({ name, attributes, children }: Element, margin: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${sanitise(visibleLine(String(value)))}"`)
    .join('')
  if (children.length === 0) return `${margin}<${name}${written}/>`
  const [only] = children
  if (children.length === 1 && typeof only === 'string') {
    return `${margin}<${name}${written}>${sanitise(only)}</${name}>`
  }
  const inner = children.map((child) =>
    typeof child === 'string' ? sanitise(child) : writeElement(child, `${margin}  `),
  )
  return `${margin}<${name}${written}>\n${inner.join('\n')}\n${margin}</${name}>`
}
