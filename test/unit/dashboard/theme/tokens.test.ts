import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The colours of the page: which pairs there are, and how far apart WCAG 2.2 says they are. */

const css = readFileSync(
  new URL('../../../../dashboard/src/theme/tokens.css', import.meta.url),
  'utf8',
).replaceAll(/\/\*[\s\S]*?\*\//g, '')

/** The custom properties of the one rule with this selector. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const rules = css
    .split('}')
    .map((rule) => rule.split('{'))
    .filter((parts) => parts.at(-2)?.trim() === selector)
  expect(rules, selector).toHaveLength(1)
  const body = rules[0]?.at(-1) ?? ''
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const light = tokensOf(':root')
const chosenDark = tokensOf(':root[data-theme="dark"]')
const systemDark = tokensOf(':root:not([data-theme])')

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const whole = hex.length === 4 ? hex.replaceAll(/[^#]/g, '$&$&') : hex
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(whole.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** What stands on what: words need 4.5 : 1, what is only drawn 3 : 1. */
const GROUNDS = ['ground', 'raised']
const TONES = ['good', 'warning', 'error', 'neutral']
const SERIES = Array.from({ length: 8 }, (_, index) => `series-${index + 1}`)
const WORDS = [
  ...['text', 'muted', 'link'].flatMap((name) => GROUNDS.map((ground) => [name, ground])),
  ...TONES.flatMap((tone) => [
    [tone, 'ground'],
    [tone, 'raised'],
    [tone, `${tone}-ground`],
    ['text', `${tone}-ground`],
    ['link', `${tone}-ground`],
  ]),
  ...SERIES.map((series) => [series, 'ground']),
]
const SIGNS = [
  ...['line-strong', 'focus'].flatMap((name) => GROUNDS.map((ground) => [name, ground])),
  ...['line-strong', 'text', 'muted', ...TONES].map((name) => [name, 'band-wide']),
  ...['text', 'muted', ...TONES].map((name) => [name, 'band']),
  ['heat-high', 'heat-low'],
]

test.each([
  ['light', light],
  ['dark', chosenDark],
])('in %s, whatever stands on a ground can be told from it', (_, tokens) => {
  const least = (pairs: readonly (readonly string[])[], needed: number) =>
    pairs
      .map(([name = '', ground = '']) => ({
        pair: `${name} on ${ground}`,
        ratio: contrast(tokens.get(name) ?? '', tokens.get(ground) ?? ''),
      }))
      .filter(({ ratio }) => !(ratio >= needed))
  expect(least(WORDS, 4.5)).toEqual([])
  expect(least(SIGNS, 3)).toEqual([])
})

test('dark is the same, chosen here or by the system, and leaves no colour light', () => {
  expect([...systemDark]).toEqual([...chosenDark])
  const colours = [...light].filter(([, value]) => value.startsWith('#')).map(([name]) => name)
  expect([...chosenDark.keys()].toSorted()).toEqual(colours.toSorted())
})
