import { expect, test } from 'vitest'
import { resolveSettings } from '../../../src/define/settings/resolve.ts'
import { withoutOverruled } from '../../../src/flows/load-overruled.ts'

type Places = Parameters<typeof resolveSettings>[0]

function chosen(places: Partial<Places>): unknown {
  const { settings, origins } = resolveSettings({ flags: {}, env: {}, ...places })
  const { loadRatePerSecond, loadUsers, loadReplay, loadThinkTimeMs, loadDurationMs } =
    withoutOverruled({ settings, loaded: { origins } })
  const all = { loadRatePerSecond, loadUsers, loadReplay, loadThinkTimeMs, loadDurationMs }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

test('a flag overrules the other model of the configuration, with what goes with it', () => {
  const users = { load: { users: 50, thinkTime: '1s', duration: '5s' } }
  expect(chosen({ flags: { rate: '20/s' }, config: users })).toEqual({
    ...{ loadRatePerSecond: 20, loadThinkTimeMs: 0, loadDurationMs: 5000 },
  })
  expect(chosen({ flags: { users: '3' }, env: { PLIMSOLL_LOAD_RATE: '9/s' } })).toEqual({
    ...{ loadUsers: 3, loadThinkTimeMs: 0 },
  })
})

test('a recording overrules how long the configuration would have it', () => {
  const config = { load: { rate: '200/s', duration: '30s' } }
  expect(chosen({ flags: { replay: 'log.csv' }, config })).toEqual({
    ...{ loadReplay: 'log.csv', loadThinkTimeMs: 0 },
  })
})

test('what is given in one place is left as it is, to be refused', () => {
  expect(chosen({ flags: { rate: '20/s', users: '3', thinkTime: '1s' } })).toMatchObject({
    ...{ loadRatePerSecond: 20, loadUsers: 3, loadThinkTimeMs: 1000 },
  })
  const config = { load: { thinkTime: '2s' } }
  // Not overruled, since nothing else says how iterations start.
  expect(chosen({ config })).toEqual({ loadThinkTimeMs: 2000 })
  expect(chosen({ flags: { rate: '20/s', thinkTime: '1s' } })).toMatchObject({
    ...{ loadRatePerSecond: 20, loadThinkTimeMs: 1000 },
  })
})
