import type { Means } from './means.ts'

/** How numbers are written in evidence. */

/** `12.3 ms`, `1.2 s`. */
export const msText = (timeMs: number): string =>
  timeMs >= 1000 ? `${three(timeMs / 1000)} s` : `${three(timeMs)} ms`

/** A share of 0–1: `43 %`. */
export const percentText = (share: number): string => `${Math.round(share * 100)} %`

/** A plain number. */
export const numberText = (value: number): string => three(value)

/** `212 ms (4.1 ms in the others)`. */
export function versus(means: Means | undefined, text: (value: number) => string): string {
  return means === undefined
    ? 'unknown'
    : `${text(means.slow)} (${text(means.usual)} in the others)`
}

/** Three digits, and none behind the point from 100 on. */
const three = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
