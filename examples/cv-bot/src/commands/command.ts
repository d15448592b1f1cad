/** What a chat command may ask of a channel, and within which bounds. */
export type Command = VoltageCommand | RangeCommand | RampCommand | PatternCommand

/** `!cv 1 2.5`: holds a voltage. */
export interface VoltageCommand {
  readonly kind: 'cv'
  readonly channel: number
  readonly volts: number
}

/** `!range 1 0..5`: whatever else the channel does stays within it. */
export interface RangeCommand {
  readonly kind: 'range'
  readonly channel: number
  readonly lowVolts: number
  readonly highVolts: number
}

/** `!ramp 1 0 5 2s`: goes in a straight line, and stays at its end. */
export interface RampCommand {
  readonly kind: 'ramp'
  readonly channel: number
  readonly fromVolts: number
  readonly toVolts: number
  /** Whole. */
  readonly durationMs: number
}

/** `!pattern 1 0,2.5,5 @120`: goes round some voltages, so many steps a minute. */
export interface PatternCommand {
  readonly kind: 'pattern'
  readonly channel: number
  readonly stepVolts: readonly number[]
  /** Whole. */
  readonly stepsPerMinute: number
}

/** Channels are 1 to 32. */
export const CHANNELS = 32
/** Either way; in steps of a millivolt. */
export const MOST_VOLTS = 10
export const SHORTEST_RAMP_MS = 10
export const LONGEST_RAMP_MS = 60_000
export const MOST_STEPS = 32
export const MOST_STEPS_PER_MINUTE = 1200
/** No command is longer, in UTF-16 code units: what is gets refused unread. */
export const LONGEST_COMMAND = 300

/** The shortest text that means the command. */
export function formatCommand(command: Command): string {
  const start = `!${command.kind} ${command.channel}`
  switch (command.kind) {
    case 'cv':
      return `${start} ${command.volts}`
    case 'range':
      return `${start} ${command.lowVolts}..${command.highVolts}`
    case 'ramp':
      return `${start} ${command.fromVolts} ${command.toVolts} ${formatDuration(command.durationMs)}`
    case 'pattern':
      return `${start} ${command.stepVolts.join(',')} @${command.stepsPerMinute}`
  }
}

const formatDuration = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`)
