import type { Sound } from '../../../examples/listener/src/audio/pcm.ts'

/** A sine of amplitude 0.5. */
export function tone(hz: number, { rate, ms }: { rate: number; ms: number }): Sound {
  const samples = Float32Array.from(
    { length: Math.round((rate * ms) / 1000) },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / rate),
  )
  return { sampleRateHz: rate, samples }
}

/** One sound after the other. */
export function joined(...sounds: readonly Sound[]): Sound {
  const samples = Float32Array.from(sounds.flatMap((sound) => Array.from(sound.samples)))
  return { sampleRateHz: sounds[0]?.sampleRateHz ?? 16_000, samples }
}

/** Nothing, for a while. */
export function silence({ rate, ms }: { rate: number; ms: number }): Sound {
  return { sampleRateHz: rate, samples: new Float32Array(Math.round((rate * ms) / 1000)) }
}

/** Root mean square. */
export function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}
