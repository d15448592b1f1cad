import { expect, test } from 'vitest'
import { specifiersIn } from '../../../../src/measure/bench/watch/specifiers.ts'

test('finds every way to import', () => {
  const source = `
    import one from './one.ts'
    import {
      two,
    } from "./two"
    import * as three from './three.js'
    import './four.ts'
    export { five } from './five.ts'
    export * from './six.ts'
    import type { Seven } from './seven.ts'
    import data from './eight.json' with { type: 'json' }
    const nine = await import('./nine.ts')
    const ten = require("./ten.cjs")
    const eleven = new Worker(new URL('./eleven.ts', import.meta.url))
    const again = await import(\`./nine.ts\`)
    const computed = await import(\`./\${name}.ts\`)
    const text = from('./no.ts')
    export const importer = 'x'`
  expect(specifiersIn(source).toSorted()).toEqual(
    [
      'one.ts',
      'two',
      'three.js',
      'four.ts',
      'five.ts',
      'six.ts',
      'seven.ts',
      'eight.json',
      'nine.ts',
      'ten.cjs',
      'eleven.ts',
    ]
      .map((name) => `./${name}`)
      .toSorted(),
  )
})
