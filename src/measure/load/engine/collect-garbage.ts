import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Collects now what is garbage already. Starting up leaves so much of it that a collection becomes due in the first seconds:
 * with V8's helper threads it takes some 50 ms of whatever core the generator shares with this process.
 */
export function collectGarbage(): void {
  // Contexts that are made while the flag is set have the function; no option of this process has to say so.
  setFlagsFromString('--expose-gc')
  try {
    runInNewContext('gc()')
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}
