import { usageError } from '../../kernel/errors.ts'

/** A feeder that can't be made. @throws PlimsollError BAD_FEEDER */
export function refuse(message: string): never {
  throw usageError('BAD_FEEDER', message, 'correct the feeder in the perf file')
}

/** A copy of the values. @throws PlimsollError BAD_FEEDER when there are none */
export function nonEmpty<T>(feeder: string, values: readonly T[]): readonly T[] {
  const given: unknown = values
  if (!Array.isArray(given)) refuse(`${feeder}: expected an array, got ${typeof given}`)
  if (values.length === 0) refuse(`${feeder}: needs at least one value`)
  return [...values]
}
