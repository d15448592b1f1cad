import { counter, map, type Scenario, scenario } from 'plimsoll'
import { parseCommand } from '../src/commands/parse.ts'
import { voltages } from './traffic/commands.ts'
import type { Timed } from './traffic/played.ts'
import { Ensemble } from './venue/ensemble.ts'

/**
 * A command on one instance, its voltage and its state on all of them. Side by side with the same on a bot that is alone,
 * in one run, so that what it costs to be several is read off two columns that were measured at the same time.
 *
 *   said to one ─▶ here: packet and state ─▶ others: packets and states ─▶ answer
 *
 * All moments are of one clock: it is one process that speaks, and that plays every synthesiser.
 */

export const alone: Scenario = commandEverywhere('one instance', 'bot')
export const together: Scenario = commandEverywhere('three instances', 'bots')

function commandEverywhere(name: string, target: string): Scenario {
  return scenario(name, {
    category: 'instances',
    target,
    budget: { p99Ms: 20, stages: { here: { p99Ms: 10 } } },
    metrics: { lostUpdates: counter({ better: 'lower' }) },
    feed: map(voltages, readTimed),
    setup: ({ target: bots }) => Ensemble.open(bots),
    run: async ({ ctx: ensemble, input, stage, metrics }) => {
      const { here, others, answer } = ensemble.play(input)
      await stage('here', () => here)
      if (others !== undefined) {
        await stage('others', () => others).catch((lost: unknown) => {
          metrics.lostUpdates()
          throw lost
        })
      }
      await stage('answer', () => answer)
    },
    teardown: ({ ctx: ensemble }) => ensemble.close(),
  })
}

function readTimed(text: string): Timed {
  const { command } = parseCommand(text)
  if (command?.kind !== 'cv') throw new Error(`no voltage: ${text}`)
  return command
}
