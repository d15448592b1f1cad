import { describe, expect, it } from 'vitest'
import {
  clusterAll,
  createOnlineClusters,
} from '../../../../examples/listener/src/speakers/clustering.ts'
import { similarity, toUnitLength } from '../../../../examples/listener/src/speakers/embedding.ts'

const at = (degrees: number): Float64Array => {
  const angle = (degrees * Math.PI) / 180
  return Float64Array.from([Math.cos(angle), Math.sin(angle)])
}

describe('similarity', () => {
  it('is the cosine of the angle', () => {
    expect(similarity(at(10), at(10))).toBeCloseTo(1, 12)
    expect(similarity(at(10), at(70))).toBeCloseTo(0.5, 12)
    expect(similarity(at(0), at(180))).toBeCloseTo(-1, 12)
  })

  it('works on unit vectors; the zero vector stays what it is', () => {
    expect([...toUnitLength(Float64Array.from([3, 4]))]).toEqual([0.6, 0.8])
    expect([...toUnitLength(new Float64Array(2))]).toEqual([0, 0])
  })
})

describe('clusterAll', () => {
  it('puts what is near together, numbered by first appearance', () => {
    expect(clusterAll([0, 90, 5, 180, 95, -5].map(at))).toEqual([0, 1, 0, 2, 1, 0])
  })

  it('joins by the average, so that a chain of neighbours is not one speaker', () => {
    // Neighbours are 30° apart (cosine 0.87), the ends of the chain 120°.
    const chain = clusterAll([0, 30, 60, 90, 120].map(at))
    expect(new Set(chain).size).toBeGreaterThan(1)
  })

  it('does not depend on the order that pairs are met in', () => {
    const angles = [0, 90, 5, 180, 95, -5]
    const forwards = clusterAll(angles.map(at))
    const backwards = clusterAll(angles.toReversed().map(at)).toReversed()
    const together = (numbers: number[]): boolean[] =>
      numbers.flatMap((a) => numbers.map((b) => a === b))
    expect(together(backwards)).toEqual(together(forwards))
  })

  it('has no cluster for nothing, and one for one', () => {
    expect(clusterAll([])).toEqual([])
    expect(clusterAll([at(0)])).toEqual([0])
  })
})

describe('createOnlineClusters', () => {
  it('decides at once, and follows a voice that drifts', () => {
    const online = createOnlineClusters(0.9)
    expect([0, 20, 28, 120, 34].map((degrees) => online.add(at(degrees)))).toEqual([0, 0, 0, 1, 0])
    // 34° alone is too far from 0°, the first of the cluster: it was its centre that moved.
    expect(similarity(at(34), at(0))).toBeLessThan(0.9)
  })

  it('keeps an early mistake that a second look corrects', () => {
    const angles = [0, 44, 88, 80, 84, -4]
    const online = createOnlineClusters(0.7)
    const live = angles.map((degrees) => online.add(at(degrees)))
    expect(live[1]).toBe(live[0])
    const settled = clusterAll(angles.map(at), 0.7)
    expect(settled[1]).toBe(settled[2])
  })
})
