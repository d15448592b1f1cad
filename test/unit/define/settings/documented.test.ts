import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { resolveSettings } from '../../../../src/define/settings/resolve.ts'
import { SETTING_NAMES, SETTINGS } from '../../../../src/define/settings/table.ts'

const { origins } = resolveSettings({})
const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8')

test.each(SETTING_NAMES)('the configuration page has the row of %s', (name) => {
  const { key, flag, env, describe } = SETTINGS[name]
  const { shown } = origins[name]
  const cells = [key, `--${flag}`, env, shown === 'none' ? '' : shown]
  const row = cells.map((cell) => (cell === '' ? '–' : `\`${cell}\``))
  expect(page).toContain(`| ${[...row, describe].join(' | ')} |\n`)
})
