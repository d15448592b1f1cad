import { parseCommand } from './commands/parse.ts'
import type { Command } from './commands/command.ts'
import type { Outcome } from './chat/protocol.ts'
import type { Committed } from './channels/shared.ts'
import type { Change } from './channels/sequence.ts'
import type { Limiter } from './limits/limiter.ts'
import type { Verdict } from './limits/window.ts'

/**
 *   message ─▶ admit ─▶ validate ─▶ limit ─▶ share ─▶ encode ─▶ send ─▶ synthesiser
 *             (local)             (shared)  (Redis)      └▶ history (nobody waits)
 */
export interface Pipeline {
  /**
   * Does what a user says. Never rejects.
   * @param trace sees each step by name; it calls the step and gives back what it returned
   */
  handle(message: UserMessage, trace?: Trace): Promise<Outcome>
}

export interface UserMessage {
  readonly user: string
  readonly text: string
}

/** Wraps a step of the pipeline, to log or to time it. */
export type Trace = <T>(step: string, work: () => T) => T

/** What the pipeline is made of. */
export interface PipelineParts {
  readonly limiter: Limiter
  /** Does a command on all instances. */
  readonly commit: (command: Command) => Promise<Committed>
  /** Does a change on this one, at once. Resolves when the system has taken its packets. */
  readonly perform: (change: Change, trace: Trace) => Promise<void>
  /** Keeps what was done. Must not wait. */
  readonly record: (change: Change, message: UserMessage) => void
}

/** Calls each step as it is. */
export const untraced: Trace = (_, work) => work()

export function createPipeline(parts: PipelineParts): Pipeline {
  const { limiter } = parts
  return {
    async handle(message, trace = untraced) {
      const admitted = trace('admit', () => limiter.admit(message.user))
      if (!admitted.allowed) return rejected(admitted)
      const parsed = trace('validate', () => parseCommand(message.text))
      if (parsed.command === undefined) return { status: 'invalid', reason: parsed.reason }
      const { command } = parsed
      try {
        const allowed = await trace('limit', () => limiter.take(message.user))
        if (!allowed.allowed) return rejected(allowed)
        const { change, due } = await trace('share', () => parts.commit(command))
        parts.record(change, message)
        // All at once: their order is that of these calls, and nothing may come in between.
        await Promise.all(due.map((each) => parts.perform(each, trace)))
        return { status: 'accepted', channel: change.channel, version: change.version }
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        return { status: 'unavailable', reason: `the channels can't be reached: ${reason}` }
      }
    },
  }
}

const rejected = ({ scope, retryAfterMs }: Verdict & { readonly allowed: false }): Outcome => ({
  status: 'rejected',
  scope,
  retryAfterMs,
})
