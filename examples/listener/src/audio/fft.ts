/**
 * The fast Fourier transform, radix 2, decimation in time, in place (Cooley & Tukey 1965). The order of the input and
 * the roots of unity depend on the size alone and are computed once.
 */
export interface Fft {
  /** Points; a power of two. */
  readonly size: number
  /** Replaces (real, imaginary), each `size` long, by their transform X[k] = Σ x[n]·e^(−2πikn/size), unscaled. */
  transform(real: Float64Array, imaginary: Float64Array): void
}

interface Tables {
  /** Where each point goes before the first pass. */
  readonly reversed: Uint32Array
  /** cos and −sin of 2πk/size for k < size/2. */
  readonly cosines: Float64Array
  readonly sines: Float64Array
}

/** @throws {RangeError} when `size` is no power of two of at least 2 */
export function createFft(size: number): Fft {
  if (size < 2 || !Number.isInteger(Math.log2(size))) {
    throw new RangeError(`an FFT needs a power of two of points, not ${size}`)
  }
  const tables = tablesFor(size)
  return {
    size,
    transform(real, imaginary) {
      permute(real, tables.reversed)
      permute(imaginary, tables.reversed)
      for (let span = 1; span < size; span *= 2) butterflies(real, imaginary, { span, tables })
    },
  }
}

/** One pass: joins pairs of transforms of `span` points into transforms of twice as many. */
function butterflies(
  real: Float64Array,
  imaginary: Float64Array,
  { span, tables }: { span: number; tables: Tables },
): void {
  const size = real.length
  const stride = size / (2 * span)
  for (let start = 0; start < size; start += 2 * span) {
    for (let k = 0; k < span; k++) {
      const low = start + k
      const high = low + span
      const cos = tables.cosines[k * stride] as number
      const sin = tables.sines[k * stride] as number
      const re = (real[high] as number) * cos - (imaginary[high] as number) * sin
      const im = (real[high] as number) * sin + (imaginary[high] as number) * cos
      real[high] = (real[low] as number) - re
      imaginary[high] = (imaginary[low] as number) - im
      real[low] = (real[low] as number) + re
      imaginary[low] = (imaginary[low] as number) + im
    }
  }
}

function permute(values: Float64Array, reversed: Uint32Array): void {
  for (let at = 0; at < values.length; at++) {
    const other = reversed[at] as number
    if (other <= at) continue
    const kept = values[at] as number
    values[at] = values[other] as number
    values[other] = kept
  }
}

function tablesFor(size: number): Tables {
  const bits = Math.log2(size)
  const reversed = new Uint32Array(size)
  for (let at = 1; at < size; at++) {
    reversed[at] = ((reversed[at >> 1] as number) >> 1) | ((at & 1) << (bits - 1))
  }
  const angles = Float64Array.from({ length: size / 2 }, (_, k) => (-2 * Math.PI * k) / size)
  return { reversed, cosines: angles.map(Math.cos), sines: angles.map(Math.sin) }
}
