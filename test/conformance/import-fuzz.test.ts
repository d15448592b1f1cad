import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { PlimsollError } from '../../src/kernel/errors.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { Store } from '../../src/model/ports.ts'
import type { Run } from '../../src/model/run.ts'
import { exportRun, importInto, openStore } from '../../src/record/index.ts'
import { SAMPLE_SCENARIOS, sampleRun } from '../support/runs.ts'
import { mutate } from './mutations.ts'

const DOCUMENTS = 10_000
const SEED = 20_261_122

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../schemas/run@1.json', import.meta.url), 'utf8'),
)
// Another implementation than the one that decides: what it refuses must not have been accepted.
const isAllowed = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(schema))

const templates: readonly Run[] = SAMPLE_SCENARIOS.map((scenario, seed) => ({
  ...sampleRun({
    seed,
    scenarios: [scenario],
    launches: 1,
    samples: 4,
    labels: { job: '7' },
    revision: seed === 0 ? null : sampleRun().revision,
  }),
  budgets: [
    {
      scenario: scenario.name,
      metric: 'latency',
      statistic: 'p50',
      unit: 'ns',
      limit: 1,
      value: null,
      interval: null,
      verdict: 'inconclusive',
      reason: '',
    },
  ],
}))

/** Every document has an id of its own, so that whatever of it is written can be told. */
const idOf = (number: number): string => `01M6DSG7E0${number.toString(10).padStart(16, '0')}`

function document(number: number): Run {
  return { ...(templates[number % templates.length] as Run), id: idOf(number) }
}

/** Mostly one damaged document; sometimes two good ones with a damaged one between them. */
function inputOf(number: number, random: Random): string {
  const damaged = mutate(document(number), random)
  if (number % 10 !== 0) return damaged
  return `${exportRun(document(number + DOCUMENTS))}${damaged}\n${exportRun(document(number + 2 * DOCUMENTS))}`
}

interface Tally {
  readonly added: Set<string>
  readonly codes: Map<string, number>
  refused: number
}

async function tryImport(store: Store, text: string, tally: Tally): Promise<void> {
  try {
    const { added } = await importInto(store, text, 'fuzz')
    for (const id of added) tally.added.add(id)
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw new Error(`crashed on ${text}`, { cause: thrown })
    if (thrown.exitCode !== 2 || /[\n\0\u001b]/.test(thrown.message) || thrown.hint === '') {
      throw new Error(`badly said: ${JSON.stringify(thrown.message)}`, { cause: thrown })
    }
    tally.codes.set(thrown.code, (tally.codes.get(thrown.code) ?? 0) + 1)
    tally.refused++
    return
  }
  requireAllowed(text)
}

function requireAllowed(text: string): void {
  for (const json of documentsIn(text)) {
    if (!isAllowed(json)) throw new Error(`accepted, but forbidden: ${text}`)
  }
}

function documentsIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
  }
}

test(`${DOCUMENTS} damaged documents: no crash, no partial write, nothing in that the schema forbids`, async () => {
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  const random = createRandom(SEED)
  const tally: Tally = { added: new Set(), codes: new Map(), refused: 0 }
  for (let number = 0; number < DOCUMENTS; number++) {
    await tryImport(store, inputOf(number, random.split(number)), tally)
  }

  const held = (await store.list()).map(({ id }) => id)
  expect(new Set(held)).toEqual(tally.added)
  expect(await store.verify()).toMatchObject({ ok: true, runs: tally.added.size, problems: [] })
  // Both sides of the border were visited, and every way of being refused.
  expect(held.length).toBeGreaterThan(DOCUMENTS / 20)
  expect(tally.refused).toBeGreaterThan(DOCUMENTS / 2)
  expect([...tally.codes.keys()]).toEqual(
    expect.arrayContaining([
      'DOCUMENT_INVALID',
      'DOCUMENT_NEWER',
      'DOCUMENT_NOT_JSON',
      'DOCUMENT_UNKNOWN',
    ]),
  )
}, 60_000)

test('the other implementation is not asleep', () => {
  expect(isAllowed(document(1))).toBe(true)
  expect(isAllowed({ ...document(1), seed: 'x' })).toBe(false)
})
