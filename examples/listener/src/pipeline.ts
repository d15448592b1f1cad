import { type Line, attribute } from './attribution.ts'
import type { Sound } from './audio/pcm.ts'
import { createResampler, type Resampler } from './audio/resample.ts'
import { createSpectrograph } from './audio/spectrogram.ts'
import { findSpeech } from './audio/vad.ts'
import { decodeWav } from './audio/wav.ts'
import { createSpeakerMapper } from './speakers/mapping.ts'
import { SAMPLE_RATE_HZ } from './transcription/protocol.ts'
import { type TranscribeOptions, transcribe } from './transcription/transcriber.ts'

/**
 *   wav ─▶ decode ─▶ resample ─┬▶ vad ────────┐
 *                              ├▶ spectrogram ┴▶ speakers ─┐
 *                              └▶ transcribe ──────────────┴▶ attribute ─▶ lines
 */
export interface Listener {
  /**
   * Who said what in a WAV file.
   * @param trace sees each step by name; it calls the step and gives back what it returned
   * @throws {WavError} when the file cannot be read
   * @throws {TranscriptionError} when the recogniser cannot be reached, or fails
   */
  listen(wav: Uint8Array, trace?: Trace): Promise<Line[]>
}

/** Wraps a step of the pipeline, to log or to time it. */
export type Trace = <T>(step: string, work: () => T) => T

const MELS = 40

/** Makes a listener; it keeps the tables that every recording needs. */
export function createListener(options: TranscribeOptions): Listener {
  const spectrograph = createSpectrograph(SAMPLE_RATE_HZ, { mels: MELS })
  const mapSpeakers = createSpeakerMapper(MELS)
  const resample = createAnyRateResampler()
  return {
    async listen(wav, trace = (_, work) => work()) {
      const recorded = trace('decode', () => decodeWav(wav))
      const sound = trace('resample', () => resample(recorded))
      const spans = trace('vad', () => findSpeech(sound))
      const spectrogram = trace('spectrogram', () => spectrograph.analyse(sound))
      const speakers = trace('speakers', () => mapSpeakers({ sound, spectrogram }, spans))
      const transcript = await trace('transcribe', () => transcribe(sound, options))
      return trace('attribute', () => attribute(transcript.words, speakers.settled))
    },
  }
}

/** Resamples to the recogniser's rate; recordings come in few rates, and each needs its tables once. */
function createAnyRateResampler(): (sound: Sound) => Sound {
  const resamplers = new Map<number, Resampler>()
  return (sound) => {
    const { sampleRateHz } = sound
    const resampler = resamplers.get(sampleRateHz) ?? createResampler(sampleRateHz, SAMPLE_RATE_HZ)
    resamplers.set(sampleRateHz, resampler)
    return resampler.resample(sound)
  }
}
