import type { Renderer } from '../model/ports.ts'
import { csvRenderer } from './csv.ts'
import { htmlRenderer } from './html/html.ts'
import { jsonRenderer } from './json.ts'
import { junitRenderer } from './junit/junit.ts'
import { markdownRenderer } from './markdown/markdown.ts'

/** Every renderer that `report --format` knows. A new format is one more entry here. */
export const renderers: readonly Renderer[] = [
  markdownRenderer,
  jsonRenderer,
  htmlRenderer,
  junitRenderer,
  csvRenderer,
]

const BY_FORMAT: ReadonlyMap<string, Renderer> = new Map(
  renderers.map((renderer) => [renderer.format, renderer]),
)

/** The renderer of a format; `undefined` when there is none of this name. */
export function rendererFor(format: string): Renderer | undefined {
  return BY_FORMAT.get(format)
}
