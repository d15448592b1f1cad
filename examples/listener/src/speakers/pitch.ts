import { between, type Sound } from '../audio/pcm.ts'

/**
 * The pitch of a voice, by normalised autocorrelation (Rabiner, IEEE Trans. ASSP 25, 1977): a voiced sound resembles
 * itself one period later, and the lag at which it does so best is the period.
 */

/** Voices lie between these. */
const LOWEST_HZ = 70
const HIGHEST_HZ = 400
/** Enough for the highest voice, and a sixteenth of the work at 16 kHz. */
const ANALYSIS_HZ = 4000
const WINDOW_MS = 40
const HOP_MS = 20
/** A sound that resembles its past less than this is noise or a voiceless consonant. */
const VOICED_CORRELATION = 0.6
/** A multiple of the period fits nearly as well as the period: the first lag within this of the best is taken. */
const NEARLY_BEST = 0.8

/** The median pitch in Hz over the voiced windows of a sound; undefined when no window is voiced. */
export function medianPitchHz(sound: Sound): number | undefined {
  const slow = decimate(sound, Math.max(1, Math.round(sound.sampleRateHz / ANALYSIS_HZ)))
  const totalMs = (slow.samples.length / slow.sampleRateHz) * 1000
  const pitches: number[] = []
  for (let startMs = 0; startMs + WINDOW_MS <= totalMs; startMs += HOP_MS) {
    const pitch = pitchHz(between(slow, startMs, startMs + WINDOW_MS))
    if (pitch !== undefined) pitches.push(pitch)
  }
  return pitches.toSorted((a, b) => a - b)[Math.floor(pitches.length / 2)]
}

/** Means of neighbouring samples: a crude low pass, and good enough to find periods with. */
function decimate({ samples, sampleRateHz }: Sound, factor: number): Sound {
  const fewer = new Float32Array(Math.floor(samples.length / factor))
  for (let at = 0; at < fewer.length; at++) {
    let sum = 0
    for (let offset = 0; offset < factor; offset++) sum += samples[at * factor + offset] as number
    fewer[at] = sum / factor
  }
  return { sampleRateHz: sampleRateHz / factor, samples: fewer }
}

function pitchHz({ samples, sampleRateHz }: Sound): number | undefined {
  const shortest = Math.floor(sampleRateHz / HIGHEST_HZ)
  const longest = Math.ceil(sampleRateHz / LOWEST_HZ)
  const likeness = Float64Array.from({ length: longest + 2 }, (_, lag) =>
    lag < shortest - 1 ? 0 : correlation(samples, lag),
  )
  const best = Math.max(...likeness.subarray(shortest, longest + 1))
  if (best < VOICED_CORRELATION) return undefined
  for (let lag = shortest; lag <= longest; lag++) {
    const here = likeness[lag] as number
    const isPeak = here >= (likeness[lag - 1] as number) && here >= (likeness[lag + 1] as number)
    if (isPeak && here >= NEARLY_BEST * best) return sampleRateHz / refine(likeness, lag)
  }
  return undefined
}

/** How much a sound resembles itself `lag` samples later, −1…1. */
function correlation(samples: Float32Array, lag: number): number {
  let product = 0
  let early = 0
  let late = 0
  for (let at = lag; at < samples.length; at++) {
    const now = samples[at] as number
    const before = samples[at - lag] as number
    product += now * before
    early += before * before
    late += now * now
  }
  return early > 0 && late > 0 ? product / Math.sqrt(early * late) : 0
}

/** The top of the parabola through a peak and its neighbours: lags are coarse, pitch is not. */
function refine(likeness: Float64Array, lag: number): number {
  const [left, top, right] = [lag - 1, lag, lag + 1].map((at) => likeness[at] as number) as [
    number,
    number,
    number,
  ]
  const curvature = left - 2 * top + right
  return curvature === 0 ? lag : lag + (left - right) / (2 * curvature)
}
