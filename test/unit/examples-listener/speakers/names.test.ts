import { describe, expect, it } from 'vitest'
import { nameSpeakers } from '../../../../examples/listener/src/speakers/names.ts'

/** Segments of one second each, in the clusters given. */
const seconds = (...clusters: number[]) =>
  clusters.map((cluster, at) => ({ cluster, startMs: at * 1000, endMs: (at + 1) * 1000 }))

const namesOf = (spans: readonly { speaker: string }[]): string =>
  spans.map(({ speaker }) => speaker.replace('Speaker ', '')).join('')

describe('nameSpeakers', () => {
  it('names clusters in the order of first speaking, whatever their numbers', () => {
    expect(namesOf(nameSpeakers(seconds(7, 2, 7, 5)))).toBe('ABAC')
  })

  it('keeps names when clusters are numbered anew', () => {
    const before = nameSpeakers(seconds(0, 1, 0, 2))
    expect(namesOf(nameSpeakers(seconds(2, 0, 2, 1), before))).toBe('ABAC')
  })

  it('gives a name to whoever has most of its speech when a cluster splits', () => {
    const before = nameSpeakers(seconds(0, 1, 1, 1))
    expect(namesOf(nameSpeakers(seconds(0, 9, 4, 4), before))).toBe('ACBB')
  })

  it('keeps the name of the greater part when clusters join, and never gives the other out again', () => {
    const before = nameSpeakers(seconds(0, 1, 1, 2))
    expect(namesOf(nameSpeakers(seconds(0, 0, 0, 2, 6), before))).toBe('BBBCD')
  })

  it('measures overlap in time, not in segments', () => {
    const before = [
      { speaker: 'Speaker A', startMs: 0, endMs: 300 },
      { speaker: 'Speaker B', startMs: 300, endMs: 1000 },
    ]
    expect(namesOf(nameSpeakers(seconds(3), before))).toBe('B')
  })

  it('has names after Z', () => {
    const names = nameSpeakers(seconds(...Array.from({ length: 28 }, (_, at) => at)))
    expect(names.slice(25).map(({ speaker }) => speaker)).toEqual([
      'Speaker Z',
      'Speaker AA',
      'Speaker AB',
    ])
  })
})
