/** Mono sound in memory: samples in −1…1 at a known rate. Everything behind the WAV decoder speaks in these. */
export interface Sound {
  readonly sampleRateHz: number
  readonly samples: Float32Array
}

/** What one step of a 16-bit sample is worth. */
const FULL_SCALE = 32_768

/** Milliseconds of sound. */
export function durationMs(sound: Sound): number {
  return (sound.samples.length / sound.sampleRateHz) * 1000
}

/** The part of a sound between two times; a view, not a copy. Times outside the sound are cut to it. */
export function between(sound: Sound, startMs: number, endMs: number): Sound {
  const perMs = sound.sampleRateHz / 1000
  const start = Math.max(0, Math.round(startMs * perMs))
  const end = Math.max(start, Math.round(endMs * perMs))
  return { sampleRateHz: sound.sampleRateHz, samples: sound.samples.subarray(start, end) }
}

/** Float samples as 16-bit integers; what is beyond −1…1 is clipped, not wrapped. */
export function toPcm16(samples: Float32Array): Int16Array {
  const pcm = new Int16Array(samples.length)
  for (let at = 0; at < samples.length; at++) {
    const scaled = Math.round((samples[at] as number) * FULL_SCALE)
    pcm[at] = scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled
  }
  return pcm
}

/** 16-bit samples as floats in −1…1 (exactly: every 16-bit value survives the way back). */
export function fromPcm16(pcm: Int16Array): Float32Array {
  const samples = new Float32Array(pcm.length)
  for (let at = 0; at < pcm.length; at++) samples[at] = (pcm[at] as number) / FULL_SCALE
  return samples
}
