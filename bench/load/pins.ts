import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Whether a program can be started; what it says with the flag does not matter. */
export function isThere(program: string, flag: string): boolean {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' })
    return true
  } catch (thrown) {
    // Some say their version with an exit code of 1.
    return Reflect.get(Object(thrown), 'code') !== 'ENOENT'
  }
}

/** Whether processes can be kept on cores of their own here. */
export const pins: boolean = availableParallelism() > 1 && isThere('taskset', '-V')

/** The generator's core, and everyone else's. */
export const GENERATOR_CORE = 0
export const OTHER_CORE = 1

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** The command, kept on one core where that is possible. */
export const pinned = (core: number, command: Command): Command =>
  pins ? ['taskset', '-c', String(core), ...command] : command

/** Keeps this process, and all that it starts from now on, on one core where that is possible. */
export function stayOn(core: number): void {
  if (pins)
    execFileSync('taskset', ['-acp', String(core), String(process.pid)], { stdio: 'ignore' })
}

/** Whether a command can be carried out, by this user. */
export function mayRun(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
