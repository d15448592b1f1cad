import { type ExitCode, usageError } from '../../kernel/errors.ts'
import { loadAgainst, type LoadAgainstRequest, USUAL_ROUNDS } from '../../flows/load-against.ts'
import type { Project } from '../../flows/project.ts'
import { renderComparison } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson, textOf, textsOf } from './show.ts'

/** `plimsoll load --against REV`. */
export async function loadAgainstAction(
  invocation: Invocation,
  project: Project,
): Promise<ExitCode> {
  const request = requestOf(invocation)
  const { run, comparison, exitCode } = await loadAgainst(project, request)
  if (invocation.json) printJson(invocation, comparison)
  else invocation.io.out(renderComparison(comparison, run, lookOf(invocation)))
  return exitCode
}

function requestOf({ arguments: what, options }: Invocation): LoadAgainstRequest {
  refuseMeaningless(options)
  return {
    revision: textOf(options['against']),
    what,
    rounds: roundsOf(textOf(options['rounds'])),
    note: textOf(options['note']),
  }
}

/** Fewer give no verdict. */
const FEWEST_ROUNDS = 3
const MOST_ROUNDS = 64

function roundsOf(text: string): number {
  if (text === '') return USUAL_ROUNDS
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= FEWEST_ROUNDS && rounds <= MOST_ROUNDS) return rounds
  throw usageError(
    'BAD_ROUNDS',
    `--rounds: expected a whole number from ${FEWEST_ROUNDS} to ${MOST_ROUNDS}, got "${text}"`,
    `${USUAL_ROUNDS} are enough for a verdict at 99 %`,
  )
}

/** What asks something of an address, or limits one side alone. */
const OF_OTHER_LOADS = ['method', 'header', 'cookie', 'body', 'command', 'query', 'budget'] as const

function refuseMeaningless(options: Invocation['options']): void {
  const given = OF_OTHER_LOADS.find(
    (name) => textOf(options[name]) !== '' || textsOf(options[name]).length > 0,
  )
  if (given === undefined) return
  throw usageError(
    'AGAINST_ALONE',
    `--${given} does not go with --against, which compares scenarios of perf files`,
    'leave it out, or load without --against',
  )
}
