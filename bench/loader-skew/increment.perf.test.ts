import { measure } from 'plimsoll/vitest'
import { expect, test } from 'vitest'
import { callImported } from './increment.perf.ts'

test('a call of an imported function', async () => {
  const { metrics, status } = await measure(callImported)
  expect(status).toBe('ok')
  // For loader-skew.ts, which runs this also under Vitest alone, where nothing else comes out.
  process.stdout.write(`p50=${metrics['latency']?.p50}\n`)
})
