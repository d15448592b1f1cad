import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import type { Reader, Values } from './reader.ts'

/** The spaces of V8's heap that tell something, and the series they are told by. */
const SPACES: Readonly<Record<string, string>> = {
  new_space: 'newSpaceUsedBytes',
  old_space: 'oldSpaceUsedBytes',
  large_object_space: 'largeObjectSpaceUsedBytes',
  code_space: 'codeSpaceUsedBytes',
}

/** The heap as it is at the moment: some 2 µs. */
export class HeapReader implements Reader {
  read(values: Values): void {
    const heap = getHeapStatistics()
    values['heapUsedBytes'] = heap.used_heap_size
    values['heapTotalBytes'] = heap.total_heap_size
    values['heapLimitShare'] = heap.used_heap_size / heap.heap_size_limit
    values['externalBytes'] = heap.external_memory
    for (const { space_name: space, space_used_size: bytes } of getHeapSpaceStatistics()) {
      const series = SPACES[space]
      if (series !== undefined) values[series] = bytes
    }
  }

  stop(): void {
    // It was only ever asked.
  }
}
