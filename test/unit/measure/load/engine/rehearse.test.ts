import { expect, test } from 'vitest'
import { rehearseRecording } from '../../../../../src/measure/load/engine/rehearse.ts'
import { decodeHistogram } from '../../../../../src/stats/index.ts'

test('what is rehearsed are whole windows, as real ones are', () => {
  const windows = rehearseRecording()
  expect(windows.map(({ index, durationMs }) => [index, durationMs])).toEqual(
    Array.from({ length: 8 }, (_, index) => [index, 1000]),
  )
  for (const { lanes } of windows) {
    const histograms = lanes[0]?.steady?.histograms ?? {}
    expect(Object.keys(histograms)).toEqual([
      'latency',
      'service',
      'sendLag',
      'connectionWait',
      'firstByte',
    ])
    for (const encoded of Object.values(histograms)) {
      expect(decodeHistogram(encoded).count).toBeGreaterThan(200)
    }
  }
})
