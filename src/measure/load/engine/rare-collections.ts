import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * While it is held, this process is collected only when it must be. It does little, once a second, and V8 uses such time for
 * collections that are not due: every few seconds, with its helper threads, some 40 ms of whatever core a generator shares
 * with it. At 43,000 iterations a second that made 1 % of them late; without it 0.1 % are (docs/load-measured.md).
 */
export class RareCollections implements Disposable {
  /** Collects what starting up has left: it would make a collection due in the first seconds. */
  constructor() {
    // Contexts that are made while the flag is set have the function; no option of this process has to say so.
    setFlagsFromString('--expose-gc')
    try {
      runInNewContext('gc()')
    } finally {
      setFlagsFromString('--no-expose-gc')
    }
    setFlagsFromString('--no-incremental-marking')
  }

  [Symbol.dispose](): void {
    setFlagsFromString('--incremental-marking')
  }
}
