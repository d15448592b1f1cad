import { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ProbedProcess } from '../../../../../src/measure/target/probe/listener/probed-process.ts'
import type { ProbeLine } from '../../../../../src/measure/target/probe/protocol.ts'

const SECOND = 1e9

function line(fromS: number, toS: number, values: Readonly<Record<string, number>>): ProbeLine {
  return { key: 'key', pid: 1, fromNs: fromS * SECOND, toNs: toS * SECOND, values }
}

const window = (fromS: number) => ({ fromNs: fromS * SECOND, toNs: (fromS + 1) * SECOND })

function processWith(...lines: readonly ProbeLine[]): ProbedProcess {
  const socket = new Socket()
  onTestFinished(() => void socket.destroy())
  const probed = new ProbedProcess(socket)
  for (const each of lines) probed.add(each)
  return probed
}

const STARTING = line(9, 9.02, { eventLoopUtilization: 1, gcMaxMs: 40 })

test('what a process did while it was starting is none of the first window', () => {
  expect(processWith(STARTING).during(window(10))).not.toHaveProperty('eventLoopUtilization')
  const busy = line(9.02, 10.9, { eventLoopUtilization: 0.2, gcMaxMs: 3 })
  expect(processWith(STARTING, busy).during(window(10))).toEqual(busy.values)
})

test('a line that was held up tells its largest values with the window in which it came', () => {
  const probed = processWith(line(9, 10, { gcMaxMs: 1 }))
  probed.during(window(10))
  probed.add(line(10, 10.9, { gcMaxMs: 50 }))
  probed.add(line(11, 11.9, { gcMaxMs: 2 }))
  expect(probed.during(window(11))).toEqual({ gcMaxMs: 50 })
})
