import { describe, expect, test } from 'vitest'
import {
  isSocketLink,
  parseChildren,
  parseCpuWaitNs,
  parsePageBytes,
  parsePssBytes,
  parseStat,
} from '../../../../src/measure/target/resources/proc-text.ts'

/** Of a Redis 7.0 under Linux 6.18. */
const REDIS =
  '30010 (redis-server) S 30003 29998 16577 0 -1 4194560 923 0 4 0 12 7 3 2 20 0 5 0 2609727 62283776 2976 18446744073709551615 94203088379904 94203089522365 140727426149280 0 0 0 0 12289 17642 0 0 0 17 1 0 0 0 0 0 94203090005808 94203090379624 94203196555264 140727426157058 140727426157092 140727426157092 140727426158562 0\n'

const ROLLUP = `55ad5d98b000-7ffda83f1000 ---p 00000000 00:00 0                          [rollup]
Rss:               11992 kB
Pss:                9447 kB
Pss_Dirty:          2712 kB
Pss_Anon:           2712 kB
`

const SMAPS = `00400000-00b6f000 r--p 00000000 fe:00 260689                             /usr/bin/node
Size:               7612 kB
KernelPageSize:       64 kB
MMUPageSize:          64 kB
`

describe('stat', () => {
  test('of a process as it was recorded', () => {
    expect(parseStat(REDIS)).toEqual({
      pid: 30010,
      name: 'redis-server',
      state: 'S',
      parent: 30003,
      group: 29998,
      session: 16577,
      cpuTicks: 24,
      threads: 5,
      startTicks: 2609727,
      rssPages: 2976,
    })
  })

  test.each(['a) S 1 2', '(((', ') ) (', 'with space', 'with\nline', ''])(
    'of a program that calls itself %j',
    (name) => {
      const stat = parseStat(REDIS.replace('(redis-server)', `(${name})`))
      expect(stat).toMatchObject({ pid: 30010, name, state: 'S', parent: 30003, rssPages: 2976 })
    },
  )

  test.each(['', '30010', '30010 (redis', '30010 (redis-server) S 1 2 3', ')('])(
    'is none when the text is %j',
    (text) => {
      expect(parseStat(text)).toBeUndefined()
    },
  )
})

test('what a process holds, with what it shares divided', () => {
  expect(parsePssBytes(ROLLUP)).toBe(9447 * 1024)
  expect(parsePssBytes('Rss: 1 kB\n')).toBeUndefined()
})

test('the size of a page is read, since it is not the same everywhere', () => {
  expect(parsePageBytes(SMAPS)).toBe(65_536)
  expect(parsePageBytes('')).toBeUndefined()
})

test('children', () => {
  expect(parseChildren('30010 30011 ')).toEqual([30010, 30011])
  expect(parseChildren('')).toEqual([])
})

test('sockets among descriptors', () => {
  const links = ['socket:[2437098]', 'pipe:[2437050]', 'anon_inode:[eventpoll]', '/tmp/socket:']
  expect(links.map(isSocketLink)).toEqual([true, false, false, false])
})

test('time that a thread waited for a CPU', () => {
  expect(parseCpuWaitNs('77075 70845 2\n')).toBe(70_845)
  expect(parseCpuWaitNs('')).toBeUndefined()
})
