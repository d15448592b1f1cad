import { once } from 'node:events'
import { counter, type Scenario, scenario } from 'plimsoll'
import { startRig } from './rig.ts'
import { voltages } from './traffic/commands.ts'
import { traffic } from './traffic/room.ts'

/**
 * From a message to its packet, with all that lies between: Redis and UDP are real, and the history is written meanwhile.
 * The stages are the pipeline's own steps; what is refused goes no further than to the step that refuses it.
 */
export const chatCommand: Scenario = scenario('chat command to CV', {
  category: 'pipeline',
  tags: ['network'],
  budget: {
    p99Ms: 10,
    stages: {
      admit: { p99Ms: 1 },
      validate: { p99Ms: 1 },
      limit: { p99Ms: 8 },
      share: { p99Ms: 8 },
      encode: { p99Ms: 1 },
      send: { p99Ms: 2 },
    },
  },
  metrics: {
    accepted: counter({ better: 'higher' }),
    rejected: counter(),
    invalid: counter(),
  },
  feed: traffic,
  setup: ({ env }) => startRig(env),
  run: async ({ ctx, input, stage, metrics }) => {
    const outcome = await ctx.bot.pipeline.handle(input, stage)
    if (outcome.status === 'unavailable') throw new Error(outcome.reason)
    metrics[outcome.status]()
    return outcome
  },
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})

/** The same as a chat client and a synthesiser see it: over a WebSocket, until the packet has come. */
export const commandOnTheWire: Scenario = scenario('chat client to synthesiser', {
  category: 'pipeline',
  tags: ['network'],
  budget: { p99Ms: 10 },
  feed: voltages,
  setup: async ({ env }) => {
    const rig = await startRig(env, { CV_BOT_USER_RATE: '1000000', CV_BOT_USER_BURST: '1000000' })
    return { rig, client: await rig.connect('ada') }
  },
  run: async ({ ctx: { rig, client }, input }) => {
    const done = Promise.all([rig.nextPacket(), once(client, 'message')])
    client.send(JSON.stringify({ id: 1, text: input }))
    return (await done).length
  },
  teardown: ({ ctx }) => ctx.rig[Symbol.asyncDispose](),
})
