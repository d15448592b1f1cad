/**
 * How well change points are found, and how fast: the tables of docs/statistics.md, "Change points". Labelled histories
 * are read from ../shared/changepoint where that is there, else from the copies in test/fixtures/changepoint.
 * Run: npm run bench:changepoint [-- quick]
 */
import { changePoints, median, sorted } from '../src/stats/index.ts'
import { longHistory } from './changepoint/histories.ts'
import { type Labelled, made, readCopy, readWhole } from './changepoint/labelled.ts'
import { judgeGrowing, scoreAnnotated, scoreWhole } from './changepoint/run.ts'
import { type Score, score } from './changepoint/scores.ts'

/** None of these seeds was used when the method was made. */
const FRESH_SEEDS = [101, 202, 303, 404, 505]
const QUICK = process.argv.includes('quick')
const COUNT = QUICK ? 100 : 400
/** Every value is a search of its own: fewer histories are enough. */
const GROWING = QUICK ? 40 : 200

const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`)

function table(title: string, columns: readonly string[]): void {
  console.log(`\n${title}\n`)
  row(columns)
  row(columns.map(() => '---'))
}

const two = (value: number): string => value.toFixed(2)
const three = (value: number): string => value.toFixed(3).replace(/^0/, '')

function printWhole(): void {
  table('Whole histories', ['histories', 'series', 'F1', 'precision', 'recall', 'false alarms'])
  const synthetic = readWhole('synthetic')
  const sets: [string, Labelled[]][] = [
    ...(synthetic === undefined ? [] : [['synthetic', synthetic] satisfies [string, Labelled[]]]),
    ...FRESH_SEEDS.map((seed): [string, Labelled[]] => [`made, seed ${seed}`, made(seed, COUNT)]),
    ['semi-real', readWhole('semi') ?? readCopy('semi')],
    ['SAP HANA', readWhole('sap-hana') ?? readCopy('sap-hana')],
    ['TigerBeetle', readWhole('tigerbeetle') ?? readCopy('tigerbeetle')],
  ]
  for (const [name, histories] of sets) printScore(name, histories.length, scoreWhole(histories))
}

function printScore(name: string, count: number, found: Score): void {
  const { f1, precision, recall, falseAlarms, delay } = found
  const last = delay === undefined ? [] : [String(delay)]
  row([name, String(count), three(f1), three(precision), three(recall), two(falseAlarms), ...last])
}

function printAnnotated(): void {
  table('Five annotators', ['histories', 'series', 'F1', 'cover'])
  const histories = readCopy('tcpd')
  const { f1, cover } = scoreAnnotated(histories)
  row(['TCPD', String(histories.length), three(f1), three(cover)])
}

function printGrowing(): void {
  const columns = ['histories', 'series', 'F1', 'precision', 'recall', 'false alarms', 'delay']
  table('Value by value', columns)
  const synthetic = readWhole('synthetic')
  const sets: [string, Labelled[]][] = [
    ...(synthetic === undefined
      ? []
      : [
          ['synthetic', QUICK ? synthetic.slice(0, GROWING) : synthetic] satisfies [
            string,
            Labelled[],
          ],
        ]),
    ['made, seed 101', made(101, GROWING)],
  ]
  for (const [name, histories] of sets) {
    printScore(name, histories.length, score(judgeGrowing(histories)))
  }
}

function printSpeed(): void {
  table('Time, ms', ['values', 'median', 'least', 'most', 'runs'])
  const histories = made(1, 2000).filter(({ values }) => values.length >= 300)
  for (const length of [30, 100, 300]) {
    printTimes(
      length,
      histories.slice(0, 60).map(({ values }) => values.slice(0, length)),
    )
  }
  for (const length of [1000, 10_000, 100_000]) {
    printTimes(
      length,
      [1, 2, 3].map((seed) => longHistory(seed, length)),
    )
  }
}

function printTimes(length: number, histories: readonly (readonly number[])[]): void {
  const times = histories.map((values) => {
    const begin = performance.now()
    changePoints(values)
    return performance.now() - begin
  })
  const ascending = sorted(times)
  const [least = 0] = ascending
  row([
    String(length),
    two(median(ascending)),
    two(least),
    two(ascending.at(-1) ?? 0),
    String(times.length),
  ])
}

printWhole()
printAnnotated()
printGrowing()
printSpeed()
