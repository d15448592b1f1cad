import { packHistogram } from '../../src/record/histogram-text.ts'
import { checkVitestFiles } from '../../src/measure/bench/vitest/check-vitest-files.ts'
import { measureVitestFiles } from '../../src/measure/bench/vitest/measure-vitest-files.ts'
import type { VitestPlan } from '../../src/measure/bench/vitest/plan.ts'

/**
 * Measures Vitest's perf tests in a process that tests can watch and interrupt: the plan comes as JSON on standard input,
 * what was measured goes as JSON to standard output, events and what tests print to standard error.
 *
 *     node --conditions=plimsoll-source test/support/measure-vitest.ts check|measure < plan.json
 */

const written = JSON.parse(await new Response(process.stdin as never).text()) as VitestPlan
const plan: VitestPlan = { ...written, takenNames: new Map(Object.entries(written.takenNames)) }
const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())
const { signal } = interrupt

if (process.argv[2] === 'check') {
  const onOutput = (text: string): void => void process.stderr.write(text)
  const check = await checkVitestFiles(plan.files, { ...plan, signal, onOutput })
  process.stdout.write(JSON.stringify({ ...check, tests: Object.fromEntries(check.tests) }))
} else {
  const measured = await measureVitestFiles(plan, {
    signal,
    packHistogram,
    onEvent: (event) => {
      const line = event.kind === 'output' ? event.text : `${event.kind} ${event.key}`
      process.stderr.write(`${line}\n`)
    },
  })
  process.stdout.write(JSON.stringify(measured))
}
