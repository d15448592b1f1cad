import { PlimsollError } from '../../src/kernel/errors.ts'

/** The error that `work` is refused with. @throws Error when it is not refused, and whatever else is thrown */
export async function refusalOf(work: () => unknown): Promise<PlimsollError> {
  try {
    await work()
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return thrown
    throw thrown
  }
  throw new Error('it was not refused')
}
