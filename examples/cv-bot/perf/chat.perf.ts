import { cycle, map, type Scenario, scenario } from 'plimsoll'
import { readMessage } from '../src/chat/protocol.ts'
import { frames } from './traffic/hostile.ts'
import { played } from './traffic/played.ts'
import { FLOODER } from './traffic/room.ts'
import { type Answer, requireStatus } from './venue/chatter.ts'
import { visit } from './venue/visit.ts'
import { Watcher } from './venue/watcher.ts'

/**
 * Who is in the room, as a load test drives them: those who play, those who listen, those who look, and those who harm.
 * Each is a scenario of its own, so that each can be loaded alone, and all of them together by weight.
 */

/** They play: each command is timed until its packet is at the synthesiser, and then until its answer has come. */
export const commanders: Scenario = scenario('commanders', {
  category: 'chat',
  target: 'bot',
  budget: { p99Ms: 20, stages: { 'to OSC': { p99Ms: 10 } } },
  feed: played,
  setup: ({ target }) => visit(target, { name: 'player', count: 100 }),
  run: async ({ ctx: { venue, crowd }, input: { text, timed }, stage }) => {
    const answer = crowd.say(text).then((each) => requireStatus(each, 'accepted'))
    const packet = timed && venue.places[0].synthesiser.packetOf(timed, answer)
    // A voltage that a range may change can't be told from others: its packet has left before the answer does.
    await stage('to OSC', () => packet ?? answer)
    await stage('to answer', () => answer)
    venue.countAccepted()
  },
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})

/** They come, hear the next change, and go. While nobody plays they wait in vain. */
export const listeners: Scenario = scenario('listeners', {
  category: 'chat',
  target: 'bot',
  budget: { stages: { join: { p99Ms: 50 } } },
  setup: ({ target }) => ({ url: target.url }),
  run: async ({ ctx, stage }) => {
    using watcher = await stage('join', () => Watcher.join(ctx.url))
    await stage('first change', () => watcher.nextChange())
  },
})

/** They look what the channels do. */
export const onlookers: Scenario = scenario('onlookers', {
  category: 'chat',
  target: 'bot',
  budget: { p99Ms: 20 },
  http: { url: '/state', check: { status: 200 } },
})

/** They send what is no message, and messages that are no commands: each must be told so. */
export const vandals: Scenario = scenario('vandals', {
  category: 'chat',
  target: 'bot',
  budget: { p99Ms: 20 },
  feed: map(frames, (frame) => ({ frame, id: idOf(frame) })),
  setup: ({ target }) => visit(target, { name: 'vandal', count: 50 }),
  run: async ({ ctx: { crowd }, input: { frame, id } }) =>
    requireStatus(await crowd.sendFrame(frame, id), 'invalid'),
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})

function idOf(frame: string | Buffer): Answer['id'] {
  const message = readMessage(frame.toString())
  return typeof message === 'string' ? null : Number(message.id)
}

/** One user, over and over: the rate limiter lets some through, and rejects the rest. That is no failure. */
export const flooders: Scenario = scenario('flooders', {
  category: 'chat',
  target: 'bot',
  feed: cycle(['!cv 1 10', '!cv 1 -10']),
  setup: ({ target }) => visit(target, { name: FLOODER, count: 3, areOne: true }),
  run: async ({ ctx: { crowd }, input }) => requireStatus(await crowd.say(input), 'accepted'),
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})
