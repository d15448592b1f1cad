import { extraMeanMs, type Question, ramp, rise, type Search, type Suspect } from '../suspect.ts'
import { mostlyKnown } from '../windows.ts'
import { msText, percentText, versus } from '../words.ts'

/** The machine that makes the load may be what was slow: how late it sent is a part of every latency. */

const STOLEN_CORES = 0.2
const NEVER_IDLE_FROM = 0.9
const NEVER_IDLE = 0.98

/** How late the generator itself was, adding up to the latency that was seen. */
export const generatorLag: Search = (question) => {
  const values = mostlyKnown(
    question.judged.windows.map(({ metrics }) => (metrics['sendLag']?.mean ?? Number.NaN) / 1e6),
  )
  if (values === undefined) return []
  return [
    {
      ...generator('sendLag', values),
      words: 'the load generator was late itself',
      share: ([lag]) => rise(lag) / extraMeanMs(question),
      evidence: ([lag]) => `the generator itself was late by ${versus(lag, msText)}`,
    },
  ]
}

/** Without a rate to be late for, a generator that is never idle is the limit. */
export const generatorBusy: Search = (question) =>
  healthSuspect(question, 'eventLoopUtilization', {
    words: 'the load generator had no time left',
    share: ([busy]) =>
      ramp(busy?.slow ?? 0, NEVER_IDLE_FROM, NEVER_IDLE) * ramp(rise(busy), 0, 0.1),
    evidence: ([busy]) =>
      `the generator's event loop was busy ${versus(busy, percentText)} of the time`,
  })

/** The hypervisor gave the machine's CPUs to others. */
export const stolen: Search = (question) =>
  healthSuspect(question, 'stolenCores', {
    mechanism: 'cpu-starvation',
    words: 'CPU taken by the hypervisor',
    share: ([cores]) => rise(cores) / STOLEN_CORES,
    evidence: ([cores]) => `the hypervisor gave ${versus(cores, percentText)} of a core to others`,
  })

function generator(
  series: string,
  values: Float64Array,
): Pick<Suspect, 'kind' | 'mechanism' | 'series' | 'values' | 'sizes'> {
  return { kind: 'generator', mechanism: 'generator', series, values, sizes: [values] }
}

function healthSuspect(
  { judged }: Question,
  series: 'eventLoopUtilization' | 'stolenCores',
  rest: Pick<Suspect, 'words' | 'share' | 'evidence'> & Partial<Pick<Suspect, 'mechanism'>>,
): readonly Suspect[] {
  const values = mostlyKnown(judged.windows.map(({ health }) => health[series] ?? Number.NaN))
  return values === undefined ? [] : [{ ...generator(series, values), ...rest }]
}
