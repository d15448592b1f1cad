import { describe, expect, test } from 'vitest'
import { withParams } from '../../../../src/model/exchanges/params.ts'
import {
  keepingPlaceholders,
  partsOf,
  placeholdersIn,
  valueOf,
} from '../../../../src/model/exchanges/placeholders.ts'

const place = (source: 'input' | 'params', ...path: string[]): object => ({ source, path })

describe('a text', () => {
  test('has placeholders of the input and of params; other braces are text', () => {
    const parts = partsOf('/{{input}}/{{ input.user.name }}{{params.size}}{{name}}{{inputs}}')
    expect(parts).toMatchObject([
      '/',
      place('input'),
      '/',
      place('input', 'user', 'name'),
      place('params', 'size'),
      '{{name}}{{inputs}}',
    ])
  })

  test('keeps them where it is changed as a whole', () => {
    const change = (text: string): string => encodeURI(text).toUpperCase()
    expect(keepingPlaceholders('a {{input.b}} $& {{input}}', (text) => text)).toBe(
      'a {{input.b}} $& {{input}}',
    )
    expect(keepingPlaceholders('{}', change)).toBe('%7B%7D')
    const kept = keepingPlaceholders('/ä/{{input.$&}}{{input.b}}', encodeURI)
    expect(kept).toBe('/%C3%A4/%7B%7Binput.$&%7D%7D{{input.b}}')
  })
})

test('a plan has them at any depth, and none in bytes and patterns', () => {
  const plan = {
    url: '/{{input.id}}',
    check: { headers: { a: /\{\{input\}\}/ } },
    list: [{ deep: '{{params.x}}' }],
    body: Buffer.from('{{input}}'),
  }
  expect(placeholdersIn(plan).map(({ at, written }) => [at, written])).toEqual([
    ['url', '{{input.id}}'],
    ['list[0].deep', '{{params.x}}'],
  ])
})

describe('a value', () => {
  const valueAt = (written: string, source: unknown): unknown => {
    const [part] = partsOf(written)
    return part === undefined || typeof part === 'string' ? undefined : valueOf(part, source)
  }

  test('is found by its path, or is all there is', () => {
    expect(valueAt('{{input}}', 5)).toBe(5)
    expect(valueAt('{{input.a.b}}', { a: { b: null } })).toBe(null)
  })

  test('that is inherited is none', () => {
    for (const path of ['constructor', '__proto__', 'a.toString']) {
      expect(valueAt(`{{input.${path}}}`, { a: {} })).toBeUndefined()
    }
  })
})

describe('params', () => {
  const filled = (plan: unknown, params: object): unknown =>
    withParams({ transport: 'http', plan }, params as never).plan

  test('become themselves where they stand alone, and text among text', () => {
    const plan = { json: { n: '{{params.n}}', all: ['a{{params.n}}', '{{input.x}}'] }, keep: 1 }
    expect(filled(plan, { n: 3 })).toEqual({ json: { n: 3, all: ['a3', '{{input.x}}'] }, keep: 1 })
  })

  test('can not begin another part of an address', () => {
    const url = '/items/{{params.id}}?q={{input.q}}'
    expect(filled({ url }, { id: '../a?b#c' })).toEqual({
      url: '/items/..%2Fa%3Fb%23c?q={{input.q}}',
    })
    expect(filled({ url: '{{params.url}}' }, { url: 'http://a/b' })).toEqual({ url: 'http://a/b' })
  })

  test('leave what is no data as it is', () => {
    const pattern = /x/
    expect(filled({ check: { body: { matches: pattern } } }, {})).toEqual({
      check: { body: { matches: pattern } },
    })
  })
})
