import { counter, type Scenario, scenario, shuffled } from 'plimsoll'
import { startLocalRecogniser } from '../src/recogniser/local.ts'
import { openSession } from '../src/transcription/session.ts'
import { framesOf, transcribe } from '../src/transcription/transcriber.ts'
import { clips, conversation } from './clips.ts'

/** One session on a line that works. The recogniser runs in this process: its work is part of what is measured. */
export const transcribeClip: Scenario = scenario('transcribe a clip', {
  category: 'transcription',
  tags: ['network'],
  budget: {
    p95Ms: 200,
    stages: { connect: { p95Ms: 80 }, send: { p95Ms: 100 }, finish: { p95Ms: 120 } },
  },
  metrics: { turns: counter() },
  feed: shuffled(clips),
  setup: () => startLocalRecogniser(conversation),
  run: async ({ ctx: { url }, input, stage, metrics }) => {
    const onTurn = (): void => metrics.turns()
    const session = await stage('connect', () => openSession({ url, timeoutMs: 5000, onTurn }))
    await stage('send', async () => {
      for (const frame of framesOf(input.sound)) await session.send(frame)
    })
    await stage('finish', () => session.finish())
  },
  teardown: ({ ctx }) => ctx.close(),
})

/** The same on a line that delays every answer and now and then cuts the connection. */
export const transcribeOnBadLine: Scenario = scenario('transcribe on a bad line', {
  category: 'transcription',
  tags: ['network', 'faults'],
  budget: { p95Ms: 400 },
  metrics: { reconnects: counter({ better: 'lower' }) },
  feed: shuffled(clips),
  setup: () =>
    startLocalRecogniser(conversation, {
      seed: 11,
      latencyMs: 4,
      jitterMs: 4,
      dropProbability: 0.0005,
    }),
  run: async ({ ctx: { url }, input, metrics }) => {
    const transcript = await transcribe(input.sound, { url, timeoutMs: 5000, maxReconnects: 20 })
    metrics.reconnects(transcript.reconnects)
    return transcript
  },
  teardown: ({ ctx }) => ctx.close(),
})
