import { ExitCode } from '../../kernel/errors.ts'
import { readHistory } from '../../flows/history.ts'
import { renderHistory } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson, textsOf } from './show.ts'

/** `plimsoll history`. */
export async function historyAction(invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation
  const history = await readHistory(await invocation.openProject(), {
    filters: invocation.arguments,
    stages: textsOf(options['stage']),
    metrics: textsOf(options['metric']),
    statistic: given(options['statistic']),
    branch: given(options['branch']),
    since: given(options['since']),
    limit: given(options['limit']),
  })
  if (invocation.json) printJson(invocation, history)
  else invocation.io.out(renderHistory(history, lookOf(invocation)))
  return ExitCode.passed
}

const given = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined
