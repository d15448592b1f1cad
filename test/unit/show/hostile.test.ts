import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Renderer, ReportInput } from '../../../src/model/ports.ts'
import {
  renderBaselines,
  renderComparison,
  renderDoctor,
  rendererFor,
  renderHistory,
  renderNoise,
  renderRun,
  renderSettings,
  renderStoreReport,
} from '../../../src/show/index.ts'
import { displayWidth } from '../../../src/show/text/width.ts'
import { ACTING, hostileHistory, hostileInput, hostileNoise, hostileText } from './hostile.ts'
import { cellsOf } from './markdown-cells.ts'
import { parseXml } from './well-formed.ts'

function renderer(format: string): Renderer {
  const found = rendererFor(format)
  if (found === undefined) throw new Error(`no renderer for ${format}`)
  return found
}

function render(format: string, input: ReportInput): string {
  return renderer(format).render(input)
}

function terminal({ run, comparison }: ReportInput, width: number, color: boolean): string {
  const options = { width, color, verbose: true }
  return comparison === undefined
    ? renderRun(run, options)
    : renderComparison(comparison, run, options)
}

const width = fc.integer({ min: 60, max: 140 })

function expectLines(text: string, columns: number): void {
  expect(text).not.toMatch(ACTING)
  for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
}

describe('whatever the names and messages', () => {
  test('terminal lines fit, and nothing in them acts', () => {
    fc.assert(
      fc.property(hostileInput, width, (input, columns) => {
        expectLines(terminal(input, columns, false), columns)
      }),
    )
  })

  test('the only escape codes are the colours, and they change nothing else', () => {
    fc.assert(
      fc.property(hostileInput, width, (input, columns) => {
        const stripped = terminal(input, columns, true).replace(
          /\u001b\[(?:1|2|22|3[1236]|39)m/g,
          '',
        )
        expect(stripped).toBe(terminal(input, columns, false))
      }),
    )
  })

  test('the smaller tables fit too', () => {
    fc.assert(
      fc.property(hostileText, width, (text, columns) => {
        const options = { width: columns, color: false }
        const report = {
          url: text,
          ok: false,
          runs: 2,
          readable: 1,
          baselines: 0,
          problems: [text],
          savable: [text],
        }
        const finding = { level: 'warning' as const, subject: text, message: text, remedy: text }
        const baseline = { name: text, run: text, reason: text, setAt: text, version: 1 }
        for (const shown of [
          renderBaselines([baseline], options),
          renderHistory(hostileHistory(text), options),
          renderHistory(hostileHistory(text), { ...options, verbose: true }),
          renderNoise(hostileNoise(text), options),
          renderStoreReport(report, options),
          renderDoctor([finding], options),
          renderSettings([{ name: text, value: text, source: text }], options),
        ]) {
          expectLines(shown, columns)
        }
      }),
    )
  })

  test('Markdown tables keep their shape, and nothing acts', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const text = render('markdown', input)
        expect(text).not.toMatch(ACTING)
        let columns = 0
        for (const line of text.split('\n')) {
          if (!line.startsWith('|')) columns = 0
          else if (columns === 0) columns = cellsOf(line)
          else expect(cellsOf(line)).toBe(columns)
        }
      }),
    )
  })

  test('Markdown holds the tags that are ours and no others', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const withoutCode = render('markdown', input).replace(
          /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g,
          '',
        )
        expect(withoutCode.replace(/<\/?(?:details|summary|sub|br)>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })

  test('JUnit XML is well-formed and has a case for each scenario', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const text = render('junit', input)
        expect(text).not.toMatch(ACTING)
        const names = parseXml(text)
        const cases = names.filter((name) => name === 'testcase').length
        expect(cases).toBeGreaterThanOrEqual(input.run.results.length)
      }),
    )
  })

  test('JSON is the document itself', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const text = render('json', input)
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
        const document: unknown = JSON.parse(text)
        expect(document).toEqual(JSON.parse(JSON.stringify(input.comparison ?? input.run)))
      }),
    )
  })

  test('CSV rows are whole, and no text cell is a formula', () => {
    fc.assert(
      fc.property(hostileInput, (input) => {
        const text = render('csv', input)
        expect(text.replaceAll('\r\n', '')).not.toMatch(ACTING)
        const rows: Record<string, string>[] = parse(text, {
          columns: true,
          record_delimiter: '\r\n',
        })
        for (const row of rows) {
          for (const column of ['run', 'category', 'scenario', 'stage', 'metric']) {
            expect(row[column]).not.toMatch(/^\s*[=+\-@]/)
          }
        }
        expect(rows.length).toBeGreaterThanOrEqual(input.run.results.length)
      }),
    )
  })
})
