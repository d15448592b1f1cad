import { expect, test } from 'vitest'
import { membersAmong } from '../../../../src/measure/target/guard/members.ts'
import type { ProcStat } from '../../../../src/measure/target/resources/proc-text.ts'

/** A process in a group and session of its parent's unless said otherwise. */
function processOf(pid: number, parent: number, others: Partial<ProcStat> = {}): ProcStat {
  const rest = { name: 'x', state: 'S', cpuTicks: 0, threads: 1, startTicks: 0, rssPages: 0 }
  return { ...rest, pid, parent, group: 1, session: 1, ...others }
}

const ROOT = processOf(100, 50, { group: 100, session: 100 })
const STRANGER = processOf(70, 1, { group: 70, session: 70 })
const nothing = (): boolean => false

/** Ids, in order of size. */
function members(
  stats: readonly ProcStat[],
  carries: (stat: ProcStat) => boolean = nothing,
): readonly number[] {
  return [...membersAmong(stats, 100, carries)].sort((a, b) => a - b)
}

test('descendants, wherever they moved', () => {
  const backend = processOf(101, 100, { group: 101, session: 101 })
  const helper = processOf(102, 101, { group: 102, session: 101 })
  expect(members([helper, STRANGER, backend, ROOT])).toEqual([100, 101, 102])
})

test('those of its group, when the one that started them is gone', () => {
  const left = processOf(103, 1, { group: 100, session: 100 })
  expect(members([left, STRANGER])).toEqual([103])
})

test('those of a session that only a descendant leads', () => {
  const leader = processOf(101, 100, { group: 101, session: 101 })
  const left = processOf(104, 1, { group: 200, session: 101 })
  expect(members([left, ROOT, leader])).toEqual([100, 101, 104])
})

test('those that carry the mark, and what they started', () => {
  const daemon = processOf(105, 1, { group: 105, session: 105 })
  const child = processOf(106, 105, { group: 106, session: 106 })
  const carries = ({ pid }: ProcStat): boolean => pid === 105
  expect(members([child, daemon, ROOT, STRANGER], carries)).toEqual([100, 105, 106])
})

test('nobody else: not who started it, not their kin', () => {
  const guard = processOf(50, 1, { group: 50, session: 50 })
  const sibling = processOf(51, 50, { group: 50, session: 50 })
  expect(members([guard, sibling, STRANGER, ROOT])).toEqual([100])
})
