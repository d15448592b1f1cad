import { expect, test } from 'vitest'
import { type CpuTimes, readCpuTimes } from '../../../../src/measure/environment/cpu-times.ts'
import { MachineWatch } from '../../../../src/measure/environment/machine-watch.ts'

/** What happened during a launch of one second. */
interface Second {
  readonly busyMs: number
  readonly stealMs?: number
  readonly ownMs: number
}

function notesOf(...seconds: readonly Second[]): string[] {
  let times: CpuTimes = { atMs: 5000, busyMs: 90_000, stealMs: 300 }
  const watch = new MachineWatch(() => times)
  for (const { busyMs, stealMs = 0, ownMs } of seconds) {
    watch.begin()
    times = {
      atMs: times.atMs + 1000,
      busyMs: times.busyMs + busyMs,
      stealMs: times.stealMs + stealMs,
    }
    watch.end(ownMs)
  }
  return watch.notes().map(({ code, message }) => `${code}: ${message}`)
}

test('a quiet machine is not worth a note: what a launch uses itself is not foreign', () => {
  expect(notesOf({ busyMs: 1100, ownMs: 1000 }, { busyMs: 1240, ownMs: 1000 })).toEqual([])
})

test('other programs that use a quarter of a core are', () => {
  const notes = notesOf(
    { busyMs: 1000, ownMs: 1000 },
    { busyMs: 1300, ownMs: 1000 },
    { busyMs: 1900, ownMs: 1000 },
  )
  expect(notes).toEqual([
    'MACHINE_BUSY: other programs used up to 90 % of a core during 2 of 3 launches',
  ])
})

test('so is time that the hypervisor took', () => {
  const notes = notesOf(
    { busyMs: 100, ownMs: 100, stealMs: 40 },
    { busyMs: 100, ownMs: 100, stealMs: 80 },
  )
  expect(notes).toEqual([
    'MACHINE_STOLEN_FROM: the hypervisor gave up to 8 % of a core to others during 1 of 2 launches',
  ])
})

test('a coarse count of the own time does not make the rest negative', () => {
  expect(notesOf({ busyMs: 990, ownMs: 1000 })).toEqual([])
})

test('sees nothing where nothing can be read', () => {
  const watch = new MachineWatch(() => undefined)
  watch.begin()
  watch.end(0)
  expect(watch.notes()).toEqual([])
})

test.runIf(process.platform === 'linux')(
  '/proc/stat: what was busy grows, and not beyond all cores',
  () => {
    const times = readCpuTimes()
    expect(times?.busyMs).toBeGreaterThan(0)
    expect(times?.stealMs).toBeGreaterThanOrEqual(0)
    expect(readCpuTimes()?.busyMs).toBeGreaterThanOrEqual(times?.busyMs ?? 0)
  },
)
