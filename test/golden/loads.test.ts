import { describe, expect, test } from 'vitest'
import type { ReportInput } from '../../src/model/ports.ts'
import { renderers, renderRun } from '../../src/show/index.ts'
import { displayWidth } from '../../src/show/text/width.ts'
import { expectGolden } from './golden.ts'
import { busyFindings, busyLoad, endedLoad, hostileLoad, mixedLoad } from './loads.ts'

const LOADS: Readonly<Record<string, Omit<ReportInput, 'comparison'>>> = {
  'busy-load': { run: busyLoad, findings: busyFindings },
  'ended-load': { run: endedLoad },
  'mixed-load': { run: mixedLoad },
  'hostile-load': { run: hostileLoad },
}

describe.for(Object.entries(LOADS))('%s', ([name, { run, findings = [] }]) => {
  test.for(['markdown', 'junit', 'csv'])('as %s', (format) => {
    const renderer = renderers.find((each) => each.format === format)
    if (renderer === undefined) throw new Error(format)
    const extension = renderer.fileName.slice(renderer.fileName.lastIndexOf('.'))
    expectGolden(name + extension, renderer.render({ run, comparison: undefined, findings }))
  })

  test('in a terminal of 80 columns', () => {
    const text = renderRun(run, { width: 80, color: false, findings })
    expectGolden(`${name}.80.txt`, text)
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(80)
    expect(text).not.toContain('\u001b')
  })
})

test('with colour, and in a terminal of 60 columns', () => {
  const look = { width: 80, color: true, findings: busyFindings }
  expectGolden('busy-load.color.txt', renderRun(busyLoad, look))
  const narrow = renderRun(busyLoad, { width: 60, color: false, findings: busyFindings })
  expectGolden('busy-load.60.txt', narrow)
  expect(Math.max(...narrow.split('\n').map(displayWidth))).toBeLessThanOrEqual(60)
})
