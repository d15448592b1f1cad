import { expect, test } from 'vitest'
import { arrangeRows, matching } from '../../../../../dashboard/src/views/compare/rows.ts'
import { comparison, everyVerdict, judged, part } from '../../../../golden/fixtures.ts'

test('the worst comes first, and what tells nothing comes last, in a group of its own', () => {
  const groups = arrangeRows(everyVerdict, 'telling')
  expect(
    groups.map(({ id, entries }) => [id, entries.map(({ scenario }) => scenario.key)]),
  ).toEqual([
    ['regressed', ['resample [from=44100 to=16000]', 'whole conversation']],
    ['inconclusive', ['assign speaker to the nearest cluster of embeddings']],
    ['not-comparable', ['a final transcript arrives over the WebSocket']],
    ['removed', ['dot product']],
    ['added', ['cosine similarity']],
    ['improved', ['log-mel spectrogram']],
    ['unchanged', ['whole conversation, replayed']],
    ['folded', ['decode WAV', 'clamp']],
  ])
})

test('beneath a scenario stand what the single run suggested, and the parts that moved, or all', () => {
  const rowsOf = (choice: 'telling' | 'all') =>
    arrangeRows(everyVerdict, choice)
      .flatMap(({ entries }) => entries)
      .find(({ scenario }) => scenario.key === 'whole conversation')
      ?.parts.map(({ kind, name }) => `${kind} ${name}`)
  expect(rowsOf('telling')).toEqual(['suggestion the single run suggested', 'stage transcription'])
  expect(rowsOf('all')).toEqual([
    'suggestion the single run suggested',
    'stage audio',
    'stage transcription',
  ])
})

test('times of a line are in units that read well; what was not measured is left out', () => {
  const [group] = arrangeRows(
    comparison([judged('decode', 'regressed', { ratio: 2, currentNs: 1_400_000 })]),
    'all',
  )
  expect(group?.entries[0]?.row.times).toEqual({ baseline: '700 µs', current: '1.40 ms' })
  const [added] = arrangeRows(comparison([judged('x', 'added', { currentNs: 10 })]), 'all')
  expect(added?.entries[0]?.row.times).toEqual({ baseline: '', current: '10.0 ns' })
})

test('a part has its own confidence, else its scenario’s', () => {
  const stages = [{ ...part('a', 'regressed', 1.2), confidence: 0.995 }, part('b', 'improved', 0.8)]
  const [group] = arrangeRows(comparison([judged('x', 'regressed', { ratio: 1.1, stages })]), 'all')
  expect(group?.entries[0]?.parts.map(({ confidence }) => confidence)).toEqual([0.995, 0.99])
})

test('a part is judged by the noise floor of its scenario', () => {
  const stages = [part('a', 'inconclusive', 1.1)]
  const noisy = { ...judged('x', 'inconclusive', { ratio: 1.1, stages }), noiseFloorPercent: 12 }
  const [group] = arrangeRows(comparison([noisy, judged('y', 'inconclusive', { ratio: 1 })]), 'all')
  const [x, y] = group?.entries ?? []
  expect([x?.row, ...(x?.parts ?? []), y?.row].map((row) => row?.noiseFloorPercent)).toEqual([
    12,
    12,
    undefined,
  ])
})

test('every word that is searched for is in the name, or in a part’s', () => {
  const { scenarios } = everyVerdict
  const found = (words: string) => matching(scenarios, words).map(({ key }) => key)
  expect(found('  ')).toHaveLength(scenarios.length)
  expect(found('WHOLE replayed')).toEqual(['whole conversation, replayed'])
  expect(found('mel')).toEqual(['log-mel spectrogram'])
  expect(found('transcription')).toEqual(['whole conversation', 'whole conversation, replayed'])
  expect(found('nothing like it')).toEqual([])
})
