/**
 * How well change points are found, and how fast: the tables of docs/statistics.md, "Change points". Labelled histories
 * are read from ../shared/changepoint where that is there, else from the copies in test/fixtures/changepoint.
 * Run: npm run bench:changepoint [-- quick]
 */
import { median, sorted } from '../src/stats/index.ts'
import { changePoints } from '../src/stats/index.ts'
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
  table('Time, ms', ['values', 'changes found', 'median', 'least', 'runs'])
  for (const [length, runs] of [
    [30, 40],
    [100, 40],
    [300, 40],
    [1000, 10],
    [10_000, 3],
    [100_000, QUICK ? 1 : 3],
  ] as const) {
    let found = 0
    const times = Array.from({ length: runs }, (_, run) => {
      const values = length <= 1000 ? midHistory(run, length) : longHistory(run, length)
      const begin = performance.now()
      found = changePoints(values).length
      return performance.now() - begin
    })
    const ascending = sorted(times)
    row([
      String(length),
      String(found),
      two(median(ascending)),
      two(ascending[0] ?? 0),
      String(runs),
    ])
  }
}

/** A made history of about this length or longer, cut to it. */
function midHistory(run: number, length: number): number[] {
  const values = made(run + 1, 40).flatMap((history) => {
    const first = history.values[0] ?? 1
    return history.values.map((value) => value / first)
  })
  return values.slice(run * 7, run * 7 + length)
}

printWhole()
printAnnotated()
printGrowing()
printSpeed()
