import { describe, expect, it } from 'vitest'
import { attribute } from '../../../examples/listener/src/attribution.ts'

const word = (text: string, startMs: number, endMs: number) => ({
  text,
  startMs,
  endMs,
  confidence: 1,
})
const by = (speaker: string, startMs: number, endMs: number) => ({ speaker, startMs, endMs })

describe('attribute', () => {
  const speakers = [by('A', 0, 1000), by('B', 1200, 2000), by('B', 2300, 3000), by('A', 3200, 4000)]

  it('gives a word to whoever speaks during most of it', () => {
    const lines = attribute([word('mine', 400, 1080), word('yours', 900, 1700)], speakers)
    expect(lines).toEqual([
      { speaker: 'A', text: 'mine', startMs: 400, endMs: 1080 },
      { speaker: 'B', text: 'yours', startMs: 900, endMs: 1700 },
    ])
  })

  it('gives a word between speakers to the nearer one', () => {
    expect(attribute([word('so', 1010, 1050)], speakers)[0]?.speaker).toBe('A')
    expect(attribute([word('so', 1150, 1190)], speakers)[0]?.speaker).toBe('B')
    expect(attribute([word('so', 9000, 9100)], speakers)[0]?.speaker).toBe('A')
  })

  it('joins what a speaker says across a pause, but not across another speaker', () => {
    const words = [word('one', 1300, 1400), word('two', 2400, 2500), word('three', 3300, 3400)]
    expect(attribute(words, speakers).map(({ text }) => text)).toEqual(['one two', 'three'])
    const apart = [word('before', 100, 200), word('after', 3300, 3400)]
    expect(attribute(apart, speakers).map(({ text }) => text)).toEqual(['before', 'after'])
  })

  it('has no lines without words or without speakers', () => {
    expect(attribute([], speakers)).toEqual([])
    expect(attribute([word('alone', 0, 100)], [])).toEqual([])
  })
})
