import { Output } from './channels/output.ts'
import { SharedChannels } from './channels/shared.ts'
import type { Outcome } from './chat/protocol.ts'
import { type Page, startChatServer } from './chat/server.ts'
import { formatCommand } from './commands/command.ts'
import { History } from './history/history.ts'
import { type HistoryRow, type HistoryTable, openHistoryTable } from './history/table.ts'
import { createLimiter } from './limits/limiter.ts'
import { SharedWindow } from './limits/window.ts'
import { openSynthesiser, type Synthesiser } from './osc/synthesiser.ts'
import { createPipeline, type Pipeline, type PipelineParts } from './pipeline.ts'
import type { Settings } from './settings.ts'
import { Work } from './work.ts'

/** Where what it needs is. */
export interface BotServices {
  readonly redisUrl: string
  readonly postgresUrl: string
}

/** A bot that runs. */
export interface Bot {
  readonly port: number
  /** What a message goes through, without the chat around it. */
  readonly pipeline: Pipeline
  /**
   * Takes no more messages, ends those in work, and writes the history. To be called once.
   * @returns rows of the history that could not be written
   */
  stop(): Promise<number>
}

/** Starts a bot. The caller stops it. @throws Error when something that it needs can't be had */
export async function startBot(settings: Settings, services: BotServices): Promise<Bot> {
  await using stack = new AsyncDisposableStack()
  const parts = await openParts(settings, services, stack)
  const { channels, output, history } = parts
  const work = new Work()
  const pipeline = createPipeline(pipelineParts(settings, parts))
  const server = await startChatServer({
    host: settings.host,
    port: settings.port,
    refusals: settings.limits.refusals,
    handle: (message) => work.run(() => pipeline.handle(message), STOPPING),
    pages: {
      '/ready': async () => readyPage(work.closed, await channels.isReady()),
      '/state': async () => ({ status: 200, body: output.describe() }),
      '/stats': async () => ({ status: 200, body: statsOf(settings, parts, server.clients) }),
    },
  })
  output.watch((performed) => server.tell(() => JSON.stringify(performed)))
  const owned = stack.move()
  return {
    port: server.port,
    pipeline,
    stop: async () => {
      await using _ = owned
      const { drainMs } = settings.timeouts
      server.refuseNew()
      await work.close(drainMs)
      await server.close()
      output.stop()
      // Awaited here: what it writes to is freed when this ends.
      return await history.drain(drainMs)
    },
  }
}

const STOPPING: Outcome = { status: 'unavailable', reason: 'the bot is stopping' }

/** What it is made of. */
interface Parts {
  readonly table: HistoryTable
  readonly history: History<HistoryRow>
  readonly synthesiser: Synthesiser
  readonly output: Output
  readonly channels: SharedChannels
}

/** Opens them; each is freed with the stack. */
async function openParts(
  { timeouts, prefix, ...settings }: Settings,
  { redisUrl, postgresUrl }: BotServices,
  stack: AsyncDisposableStack,
): Promise<Parts> {
  const table = stack.adopt(
    await openHistoryTable({ url: postgresUrl, timeoutMs: timeouts.postgresMs }),
    (each) => each.close(),
  )
  const history = new History<HistoryRow>(settings.history, (rows) => table.write(rows))
  const synthesiser = stack.adopt(await openSynthesiser(settings.synthesiser), (each) =>
    each.close(),
  )
  const output = stack.adopt(new Output(synthesiser), (each) => each.stop())
  const channels = stack.adopt(
    await SharedChannels.open({
      url: redisUrl,
      timeoutMs: timeouts.redisMs,
      prefix,
      onChange: (change) => void output.perform(change),
    }),
    (each) => each.close(),
  )
  return { table, history, synthesiser, output, channels }
}

function pipelineParts(
  { limits, prefix, instance }: Settings,
  { channels, output, history }: Parts,
): PipelineParts {
  const window = new SharedWindow(channels.redis, prefix, limits.shared)
  return {
    limiter: createLimiter(limits.local, window),
    commit: (command) => channels.commit(command),
    perform: (change, trace) => output.perform(change, trace),
    record: ({ channel, epoch, version, commands }, { user }) => {
      const command = commands.map(formatCommand).join(' ')
      const at = new Date()
      history.add({ space: prefix, channel, epoch, version, at, who: user, command, instance })
    },
  }
}

const readyPage = (stopping: boolean, channels: boolean): Page => {
  const ready = channels && !stopping
  return { status: ready ? 200 : 503, body: { ready, stopping, channels } }
}

const statsOf = (
  { prefix, instance }: Settings,
  { channels, history, synthesiser, table }: Parts,
  clients: number,
): Readonly<Record<string, unknown>> => ({
  prefix,
  instance,
  clients,
  channels: channels.health,
  history: { ...history.health, troubles: table.troubles },
  osc: { sent: synthesiser.sent, failed: synthesiser.failed },
})
