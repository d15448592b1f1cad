import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshProject } from '../support/folders.ts'
import { startCli } from '../support/process.ts'

const QUICK = ['--launches', '1', '--time', '10', '--warm-up', '10']

const perfFile = (name: string, imported: string): string => `
import { scenario } from 'plimsoll'
import { work } from './${imported}.ts'
export const one = scenario('${name}', { run: () => work() })
`

test('run --watch measures again what a change touches, and ends with Ctrl-C', async () => {
  const project = await freshProject({
    'perf/a.perf.ts': perfFile('alpha', 'a-work'),
    'perf/b.perf.ts': perfFile('beta', 'b-work'),
    'perf/a-work.ts': 'export const work = () => Math.random()\n',
    'perf/b-work.ts': 'export const work = () => Math.random()\n',
  })
  const write = (file: string, text: string): void => writeFileSync(join(project, file), text)
  await using cli = startCli(['run', '--watch', ...QUICK], { cwd: project })
  await cli.until(/alpha[^]*beta[^]*Watching for changes/)

  write('perf/b-work.ts', 'export const work = () => Math.random() + 1\n')
  await cli.until(/Watching for changes[^]*1 scenario[^]*Watching for changes/)
  expect(cli.output().match(/\] general: alpha/g)).toHaveLength(1)
  expect(cli.output().match(/\] general: beta/g)).toHaveLength(2)

  write('perf/a.perf.ts', 'export const = broken\n')
  await cli.until(/PERF_FILES_BROKEN/)
  rmSync(join(project, 'perf/a.perf.ts'))
  write('perf/c.perf.ts', perfFile('gamma', 'a-work'))
  await cli.until(/\] general: gamma[^]*Watching for changes/)

  cli.killGroup('SIGINT')
  const { code } = await cli.ended
  expect(code).toBe(0)
})
