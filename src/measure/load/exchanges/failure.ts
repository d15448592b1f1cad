/** What code that awaits an exchange is told when it did not succeed: an error with the code, its example as the message. */
export const exchangeFailure = (code: string, example: string): Error =>
  Object.assign(new Error(example), { code })
