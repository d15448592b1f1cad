import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import type { Reader, Values } from './reader.ts'

/** The spaces of V8's heap that tell something, and the series they are told by. */
const SPACES: Readonly<Record<string, string>> = {
  new_space: 'newSpaceUsedBytes',
  old_space: 'oldSpaceUsedBytes',
  large_object_space: 'largeObjectSpaceUsedBytes',
  code_space: 'codeSpaceUsedBytes',
}

/** Where what is young lies: it is collected before it counts. */
const YOUNG = new Set(['new_space', 'new_large_object_space'])

/** The heap as it is at the moment: some 2 µs. */
export class HeapReader implements Reader {
  readonly #oldLimit = oldSpaceLimit()

  read(values: Values): void {
    const heap = getHeapStatistics()
    values['heapUsedBytes'] = heap.used_heap_size
    values['heapTotalBytes'] = heap.total_heap_size
    values['externalBytes'] = heap.external_memory
    let young = 0
    for (const { space_name: space, space_used_size: bytes } of getHeapSpaceStatistics()) {
      const series = SPACES[space]
      if (series !== undefined) values[series] = bytes
      if (YOUNG.has(space)) young += bytes
    }
    const limit = this.#oldLimit ?? heap.heap_size_limit
    values['heapLimitShare'] = Math.min(1, (heap.used_heap_size - young) / limit)
  }

  stop(): void {
    // It was only ever asked.
  }
}

/**
 * What must not outgrow its limit is the old generation, and V8 tells one for both together: with `--max-old-space-size=64`
 * it says 256 MiB, and ends the process at 52. So the flag counts where there is one; else both are alike within 5 %.
 */
function oldSpaceLimit(): number | undefined {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]
  for (const flag of flags) {
    const mebibytes = /^--max[-_]old[-_]space[-_]size=(\d+)$/.exec(flag)?.[1]
    if (mebibytes !== undefined && Number(mebibytes) > 0) return Number(mebibytes) * 1_048_576
  }
  return undefined
}
