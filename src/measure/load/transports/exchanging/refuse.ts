import { type PlimsollError, usageError } from '../../../../kernel/errors.ts'

/** @throws PlimsollError (exit 2) LOAD_PLAN_INVALID with all of the problems, when there are any */
export function refuseProblems(transport: string, problems: readonly string[]): void {
  if (problems.length > 0) throw invalidPlan(transport, problems)
}

/** What can't be done, and why. */
export function invalidPlan(transport: string, problems: readonly string[]): PlimsollError {
  const [first, ...others] = problems
  const isOne = first !== undefined && others.length === 0
  return usageError(
    'LOAD_PLAN_INVALID',
    `what ${transport} is to do makes no sense${isOne ? `: ${first}` : ''}`,
    'correct what is named',
    isOne ? [] : problems,
  )
}
