import { type Command, formatCommand } from '../commands/command.ts'
import { encodeVoltage } from '../osc/message.ts'
import type { Synthesiser } from '../osc/synthesiser.ts'
import { type Trace, untraced } from '../pipeline.ts'
import { Board } from './board.ts'
import type { Change } from './sequence.ts'

/** A change as those who watch are told of it. */
export interface Performed {
  readonly channel: number
  readonly epoch: number
  readonly version: number
  readonly commands: readonly string[]
}

/** Does changes on this instance: each new voltage goes to the synthesiser at once. */
export class Output {
  readonly #synthesiser: Pick<Synthesiser, 'send'>
  readonly #board = new Board((channel, volts) => void this.#send(channel, volts, untraced))
  readonly #watchers = new Set<(performed: Performed) => void>()

  constructor(synthesiser: Pick<Synthesiser, 'send'>) {
    this.#synthesiser = synthesiser
  }

  /** Does it before it returns. Resolves when the system has taken the packets; never rejects. */
  async perform(change: Change, trace: Trace = untraced): Promise<void> {
    const sending = change.commands.map((command) => this.#do(command, trace))
    this.#tell(change)
    await Promise.all(sending)
  }

  /** What was asked of each channel, as commands. */
  describe(): Readonly<Record<number, readonly string[]>> {
    return this.#board.describe()
  }

  /** Called after every change. */
  watch(watcher: (performed: Performed) => void): void {
    this.#watchers.add(watcher)
  }

  /** Holds every channel where it is. */
  stop(): void {
    this.#board.stop()
  }

  #tell({ channel, epoch, version, commands }: Change): void {
    if (this.#watchers.size === 0) return
    const performed = { channel, epoch, version, commands: commands.map(formatCommand) }
    for (const watcher of this.#watchers) watcher(performed)
  }

  #do(command: Command, trace: Trace): Promise<void> {
    return this.#send(command.channel, this.#board.perform(command), trace)
  }

  #send(channel: number, volts: number, trace: Trace): Promise<void> {
    const packet = trace('encode', () => encodeVoltage(channel, volts))
    return trace('send', () => this.#synthesiser.send(packet))
  }
}
