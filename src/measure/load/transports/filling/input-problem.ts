/** What every transport calls an input that it can't send. */
export const INPUT_INVALID = 'INPUT_INVALID'

/** An input from which nothing can be made that could be sent: its exchange fails, and no other. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem'
  readonly code: string = INPUT_INVALID
}
