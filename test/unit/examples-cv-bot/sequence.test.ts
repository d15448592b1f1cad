import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, ChannelSequence } from '../../../examples/cv-bot/src/channels/sequence.ts'

const change = (version: number, epoch = 1): Change => ({
  channel: 1,
  epoch,
  version,
  commands: [{ kind: 'cv', channel: 1, volts: 0 }],
})

const versions = (changes: readonly Change[]): readonly number[] =>
  changes.map(({ version }) => version)

describe('the changes of a channel', () => {
  it('are due each once and in order, in whatever order and however often they arrive', () => {
    const arrivals = fc
      .integer({ min: 1, max: 60 })
      .chain((last) => fc.tuple(fc.constant(last), fc.array(fc.integer({ min: 1, max: last }))))
      .chain(([last, again]) => {
        const all = [...Array.from({ length: last }, (_, index) => index + 1), ...again]
        return fc.tuple(fc.constant(last), fc.shuffledSubarray(all, { minLength: all.length }))
      })
    fc.assert(
      fc.property(arrivals, ([last, order]) => {
        const sequence = new ChannelSequence()
        const due = order.flatMap((version) => sequence.offer(change(version)))
        expect(versions(due)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
        expect(sequence.hasGap).toBe(false)
        expect(sequence.skipped).toBe(0)
      }),
    )
  })

  it('wait for one that is missing', () => {
    const sequence = new ChannelSequence()
    expect(versions(sequence.offer(change(1)))).toEqual([1])
    expect(versions(sequence.offer(change(3)))).toEqual([])
    expect(sequence.hasGap).toBe(true)
    expect(versions(sequence.offer(change(2)))).toEqual([2, 3])
    expect(sequence.hasGap).toBe(false)
  })

  it('go on from a snapshot, which counts what was not seen', () => {
    const sequence = new ChannelSequence()
    sequence.offer(change(1))
    sequence.offer(change(5))
    sequence.offer(change(6))
    expect(versions(sequence.catchUp(change(4)))).toEqual([4, 5, 6])
    expect(sequence.skipped).toBe(2)
    expect(sequence.hasGap).toBe(false)
  })

  it('take no snapshot that is older than what was done', () => {
    const sequence = new ChannelSequence()
    for (const version of [1, 2, 3]) sequence.offer(change(version))
    expect(sequence.catchUp(change(2))).toEqual([])
    expect(versions(sequence.offer(change(4)))).toEqual([4])
  })

  it('miss nothing of what was before they were first looked at', () => {
    const sequence = new ChannelSequence()
    expect(sequence.offer(change(41))).toEqual([])
    expect(versions(sequence.catchUp(change(40)))).toEqual([40, 41])
    expect(sequence.skipped).toBe(0)
  })

  it('begin anew in a new epoch, and know no older one', () => {
    const sequence = new ChannelSequence()
    for (const version of [1, 2, 3]) sequence.offer(change(version))
    sequence.offer(change(9))
    expect(versions(sequence.offer(change(1, 2)))).toEqual([1])
    expect(sequence.offer(change(4, 1))).toEqual([])
    expect(sequence.catchUp(change(8, 1))).toEqual([])
    expect(versions(sequence.offer(change(2, 2)))).toEqual([2])
    expect(sequence.hasGap).toBe(false)
  })
})
