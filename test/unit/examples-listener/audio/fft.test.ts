import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFft } from '../../../../examples/listener/src/audio/fft.ts'

const signal = fc.integer({ min: 1, max: 7 }).chain((power) => {
  const size = 2 ** power
  const points = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: size,
    maxLength: size,
  })
  return fc.tuple(points, points)
})

/** The definition, O(n²). */
function naiveDft(real: readonly number[], imaginary: readonly number[]): [number[], number[]] {
  const size = real.length
  const sums = (part: (re: number, im: number, angle: number) => number): number[] =>
    real.map((_, k) =>
      real.reduce(
        (sum, re, n) => sum + part(re, imaginary[n] ?? 0, (-2 * Math.PI * k * n) / size),
        0,
      ),
    )
  return [
    sums((re, im, angle) => re * Math.cos(angle) - im * Math.sin(angle)),
    sums((re, im, angle) => re * Math.sin(angle) + im * Math.cos(angle)),
  ]
}

function transform(real: readonly number[], imaginary: readonly number[]): [number[], number[]] {
  const [re, im] = [Float64Array.from(real), Float64Array.from(imaginary)]
  createFft(real.length).transform(re, im)
  return [[...re], [...im]]
}

const energy = (...parts: readonly (readonly number[])[]): number =>
  parts.flat().reduce((sum, value) => sum + value * value, 0)

describe('createFft', () => {
  it('gives what the definition gives', () => {
    fc.assert(
      fc.property(signal, ([real, imaginary]) => {
        const expected = naiveDft(real, imaginary)
        transform(real, imaginary).forEach((part, which) => {
          part.forEach((value, at) => expect(value).toBeCloseTo(expected[which]?.[at] ?? NaN, 9))
        })
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  it('keeps the energy (Parseval)', () => {
    fc.assert(
      fc.property(signal, ([real, imaginary]) => {
        const [re, im] = transform(real, imaginary)
        expect(energy(re, im) / real.length).toBeCloseTo(energy(real, imaginary), 9)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  it('puts a tone into its bin', () => {
    const size = 512
    const real = Array.from({ length: size }, (_, at) => Math.cos((2 * Math.PI * 37 * at) / size))
    const [re, im] = transform(real, new Array<number>(size).fill(0))
    const power = re.map((value, bin) => value ** 2 + (im[bin] ?? 0) ** 2)
    expect(power.indexOf(Math.max(...power))).toBe(37)
    expect(re[37]).toBeCloseTo(size / 2, 9)
  })

  it.each([0, 1, 3, 500, -8, NaN])('refuses %d points', (size) => {
    expect(() => createFft(size)).toThrow(/power of two/)
  })
})
