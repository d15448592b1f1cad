import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recordTimeline } from '../../../../../src/measure/load/engine/record-timeline.ts'
import type { LoadWindow } from '../../../../../src/measure/load/engine/load-window.ts'
import { Timeline } from '../../../../../src/measure/load/engine/timeline.ts'
import { ownName } from '../../../../../src/processes/owner.ts'
import { createRandom } from '../../../../../src/kernel/random.ts'
import { encodeHistogram } from '../../../../../src/stats/index.ts'
import { tempDir } from '../../../../support/folders.ts'
import { histogramOf, loadWindow } from './windows.ts'

const pack = (encoded: Uint8Array): string => Buffer.from(encoded).toString('base64')

async function allOf(timeline: Timeline, spanMs: number): Promise<LoadWindow[]> {
  const windows: LoadWindow[] = []
  for await (const window of timeline.read(spanMs)) windows.push(window)
  return windows
}

/** Latencies of a number of seconds, some of them without any. */
function seconds(count: number): number[][] {
  const random = createRandom(5)
  return Array.from({ length: count }, () =>
    Array.from({ length: random.below(20) }, () => 1e6 + random.below(1e9)),
  )
}

/** What all of them together are, by recording each value once. */
const wholeOf = (parts: readonly (readonly number[])[]): Uint8Array => histogramOf(parts.flat())

const encodedLatency = (window: LoadWindow | undefined): Uint8Array | undefined => {
  const histogram = window?.tally.histograms.get('latency')
  return histogram === undefined ? undefined : encodeHistogram(histogram)
}

describe('the windows of a run', () => {
  test('come back from the disk as they were', async () => {
    const parts = seconds(5)
    await using timeline = await Timeline.open(await tempDir())
    for (const [index, latencies] of parts.entries()) timeline.append(loadWindow(index, latencies))
    const windows = await allOf(timeline, 1000)
    expect(windows.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual(
      parts.map((_, index) => [index * 1000, 1000]),
    )
    expect(windows.map((window) => window.tally.parts())).toEqual(
      parts.map((latencies, index) => loadWindow(index, latencies).tally.parts()),
    )
    expect(windows[3]?.health).toEqual(loadWindow(3, []).health)
  })

  test('are joined exactly, to any span', async () => {
    const parts = seconds(25)
    await using timeline = await Timeline.open(await tempDir())
    for (const [index, latencies] of parts.entries()) timeline.append(loadWindow(index, latencies))
    const tens = await allOf(timeline, 10_000)
    expect(tens.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual([
      [0, 10_000],
      [10_000, 10_000],
      [20_000, 5000],
    ])
    expect(encodedLatency(tens[1])).toEqual(wholeOf(parts.slice(10, 20)))
    expect(tens[1]?.tally.counts.completed).toBe(parts.slice(10, 20).flat().length)
    // The worst second's, and the mean.
    expect(tens[0]?.health).toMatchObject({ sendLagP99Ms: 6, ownCpuCores: 0.5, gcMs: 20 })
    const [all, ...others] = await allOf(timeline, 60_000)
    expect(others).toEqual([])
    expect(encodedLatency(all)).toEqual(wholeOf(parts))
  })

  test('keep what was watched beside the load, joined likewise', async () => {
    const watched = (index: number): LoadWindow => ({
      ...loadWindow(index, [1e6]),
      sources: [{ source: 'bot', kind: 'node', values: { cpuCores: index, gcMaxMs: index } }],
    })
    await using small = await Timeline.open(await tempDir(), 2000)
    for (let index = 0; index < 60; index++) small.append(watched(index))
    const [minute] = await allOf(small, 60_000)
    expect(small.spanMs).toBeGreaterThan(1000)
    expect(minute?.sources).toEqual([
      { source: 'bot', kind: 'node', values: { cpuCores: 29.5, gcMaxMs: 59 } },
    ])
    await using large = await Timeline.open(await tempDir())
    large.append(watched(3))
    expect((await allOf(large, 1000))[0]?.sources).toEqual(watched(3).sources)
  })

  test('a file that grew large is joined on the way, and the end is the same', async () => {
    const parts = seconds(130)
    await using small = await Timeline.open(await tempDir(), 20_000)
    for (const [index, latencies] of parts.entries()) small.append(loadWindow(index, latencies))
    const minutes = await allOf(small, 60_000)
    expect(small.spanMs).toBeGreaterThan(1000)
    expect(minutes).toHaveLength(3)
    expect(encodedLatency(minutes[1])).toEqual(wholeOf(parts.slice(60, 120)))
    expect(encodedLatency(minutes[2])).toEqual(wholeOf(parts.slice(120)))
  })

  test('a record gets the shortest span that fits, and says so', async () => {
    await using timeline = await Timeline.open(await tempDir())
    for (const [index, latencies] of seconds(60).entries()) {
      timeline.append(loadWindow(index, latencies))
    }
    const fine = await recordTimeline(timeline, pack)
    expect(fine.windows).toHaveLength(60)
    expect(fine.notes).toEqual([])
    const size = JSON.stringify(fine.windows).length
    const coarse = await recordTimeline(timeline, pack, size / 3)
    expect(coarse.windows).toHaveLength(6)
    expect(coarse.notes).toMatchObject([{ code: 'TIMELINE_COARSENED' }])
    const total = (windows: typeof fine.windows): number =>
      windows.reduce((sum, { completed }) => sum + completed, 0)
    expect(total(coarse.windows)).toBe(total(fine.windows))
  })

  test('that a killed process left behind are removed', async () => {
    const cwd = await tempDir()
    const [, ...rest] = (await ownName()).split('-')
    // No process has the highest id that there may be, and one more.
    const left = join(cwd, '.plimsoll/load', [4_194_305, ...rest].join('-'))
    await mkdir(left, { recursive: true })
    await using _ = await Timeline.open(cwd)
    expect(existsSync(left)).toBe(false)
  })

  test('a disk that fails costs the timeline, and the record says so', async () => {
    const cwd = await tempDir()
    await using timeline = await Timeline.open(cwd)
    await rm(join(cwd, '.plimsoll'), { recursive: true })
    timeline.append(loadWindow(0, [1e6]))
    expect(await recordTimeline(timeline, pack)).toMatchObject({
      windows: [],
      notes: [{ code: 'TIMELINE_LOST', message: expect.stringContaining('ENOENT') }],
    })
  })

  test('a folder that is none is told before anything starts', async () => {
    const file = join(await tempDir(), 'file')
    await writeFile(file, '')
    await expect(Timeline.open(file)).rejects.toMatchObject({
      code: 'FOLDER_UNWRITABLE',
      exitCode: 5,
    })
  })

  test('leave nothing behind', async () => {
    const cwd = await tempDir()
    {
      await using timeline = await Timeline.open(cwd)
      timeline.append(loadWindow(0, [1e6]))
      await using _ = await Timeline.open(cwd)
      expect(await readdir(join(cwd, '.plimsoll/load'))).toHaveLength(2)
    }
    expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  })
})
