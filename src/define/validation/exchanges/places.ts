import { anyText, number, oneOf, problemsByKind } from './parts.ts'

/** The shape of places where messages carry numbers. */

const BINARY = { offset: number, format: anyText }

/** What is wrong with a place in a message of a WebSocket. */
export const messagePlaceShape = (path: readonly string[], place: unknown): readonly string[] =>
  problemsByKind(
    path,
    {
      json: { path: anyText, as: oneOf(['number', 'string']).optional() },
      text: { after: anyText },
      binary: BINARY,
    },
    place,
  )

/** What is wrong with a place in a datagram. */
export const datagramPlaceShape = (path: readonly string[], place: unknown): readonly string[] =>
  problemsByKind(path, { binary: BINARY, osc: { argument: number } }, place)
