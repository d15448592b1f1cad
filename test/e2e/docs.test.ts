import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { readComparison, readRun } from '../../src/model/read.ts'
import { entryOf } from '../../scripts/tools.ts'
import { sharedTempDir, writeFiles } from '../support/folders.ts'
import { repositoryPath, runCli, runProcess } from '../support/process.ts'
import { type Block, blocksOf, countFences, headingsOf, linksOf, readPages } from './docs-pages.ts'

/**
 * The documentation works as it stands. Every page is a project: its blocks are carried out in their order, files
 * written, commands and scripts run, and then whatever perf files there are is measured once, quickly.
 *
 *     ts, csv with a path in the first line → a file     console → commands     json, yaml, csv, sh → parsed
 *
 * A page that needs a repository makes one: `git` may stand in a console block, beside plimsoll.
 */

const pages = readPages('README.md', 'docs/**/*.md')
const projects = sharedTempDir()

/** Quick, and nobody else's settings. */
const ENV = {
  ...{ PLIMSOLL_LAUNCHES: '1', PLIMSOLL_TIME: '10', PLIMSOLL_WARM_UP: '10' },
  ...{ PLIMSOLL_DUET_TIME: '10', PLIMSOLL_DUET_WARM_UP: '10', PLIMSOLL_DUET_BUDGET: '500' },
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
}

/** What an example uses beside plimsoll. */
const PACKAGES = ['fast-check', 'fastify', 'vitest', '@types']

/** What is done with a block of each kind. A block of another kind fails. */
const KINDS: Readonly<Record<string, (block: Block, folder: string) => Promise<void>>> = {
  ts: placeModule,
  console: carryOut,
  csv: placeCsv,
  json: checkJson,
  yaml: async ({ text }) => void parseYaml(text),
  sh: checkShell,
  text: async () => undefined,
}

test('there are pages, and blocks of every kind', () => {
  const blocks = pages.flatMap(blocksOf)
  expect(pages.length).toBeGreaterThan(20)
  expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)))
  for (const page of pages) {
    expect(blocksOf(page).length, page.path).toBe(countFences(page) / 2)
  }
})

beforeAll(async () => {
  const modules = join(projects, 'node_modules')
  await mkdir(modules)
  await symlink(repositoryPath, join(modules, 'plimsoll'), 'junction')
  for (const name of PACKAGES) {
    await symlink(join(repositoryPath, 'node_modules', name), join(modules, name), 'junction')
  }
})

describe('every block works', () => {
  const withBlocks = pages.filter((page) => blocksOf(page).length > 0)
  test.each(withBlocks.map((page) => [page.path, blocksOf(page)] as const))(
    '%s',
    async (path, blocks) => {
      const folder = await projectFor(path)
      const failures: string[] = []
      for (const block of blocks) {
        const act = KINDS[block.kind] ?? unknownKind
        await act(block, folder).catch((thrown: unknown) => {
          failures.push(`${block.where}: ${String(thrown)}`)
        })
      }
      expect(failures).toEqual([])
      await measureAll(folder, perfFilesOf(blocks))
    },
  )
})

describe('every module', () => {
  test('is right as the compiler sees it', async () => {
    const config = { extends: join(repositoryPath, 'tsconfig.json'), include: ['**/*.ts'] }
    await writeFiles(projects, { 'tsconfig.json': JSON.stringify(config) })
    const result = await runProcess(process.execPath, [entryOf('tsc'), '-p', projects])
    expect(result).toMatchObject({ code: 0, stdout: '' })
  })
})

async function unknownKind({ kind }: Block): Promise<void> {
  throw new Error(`a block of kind '${kind}'; known are ${Object.keys(KINDS).join(', ')}`)
}

/** An empty project that uses plimsoll as users do. */
async function projectFor(path: string): Promise<string> {
  const folder = join(projects, path.replaceAll(/\W/g, '-'))
  await writeFiles(folder, { 'package.json': '{ "type": "module", "private": true }\n' })
  return folder
}

const modulePath = ({ text }: Block): string | undefined => /^\/\/ ([\w./-]+\.ts)\n/.exec(text)?.[1]

/** A module starts with its path. Scripts are run; the configuration is loaded; whatever else is there is imported. */
async function placeModule(block: Block, folder: string): Promise<void> {
  const path = modulePath(block)
  if (path === undefined) throw new Error('its first line is no path, as in // perf/home.perf.ts')
  await writeFiles(folder, { [path]: block.text })
  if (dirname(path) === 'scripts') {
    const args = ['--conditions=plimsoll-source', path]
    expectEnd(await runProcess(process.execPath, args, { cwd: folder, env: ENV }), [0])
  }
  if (path === 'plimsoll.config.ts') {
    expectEnd(await runCli(['baseline', 'list'], { cwd: folder }), [0])
  }
}

const perfFilesOf = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) => modulePath(block) ?? []).filter((path) => path.startsWith('perf/'))

/** All perf files of a page give results, and none fails: in the run that the page made last, else in one of ours. */
async function measureAll(folder: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return
  const options = { cwd: folder, env: ENV }
  const exported = await runCli(['export'], options)
  const measured = exported.code === 0 ? exported : await runCli(['run', '--json'], options)
  expectEnd(measured, [0, 1])
  const { results } = readRun(JSON.parse(measured.stdout))
  const failed = results.filter(({ status }) => status === 'failed')
  expect(failed.map(({ scenario, errors }) => [scenario.key, errors])).toEqual([])
  expect(new Set(results.map(({ scenario }) => scenario.file))).toEqual(new Set(files))
}

/** Each line behind a `$` is run by a shell; what is not plimsoll belongs into a `sh` block. */
async function carryOut({ text }: Block, folder: string): Promise<void> {
  const commands = [...text.matchAll(/^\$ (.+)$/gm)].map(([, command = '']) => command)
  if (commands.length === 0) throw new Error('no line begins with $')
  await writeFiles(folder, { '.bin/npx': `#!/bin/sh\nshift\nexec ${plimsoll} "$@"\n` })
  for (const command of commands) {
    if (!/^(?:npx plimsoll|git) /.test(command)) throw new Error(`not npx plimsoll: ${command}`)
    const path = [join(folder, '.bin'), dirname(process.execPath), '/usr/bin:/bin'].join(delimiter)
    const shell = ['-c', `chmod +x .bin/npx; ${command}`]
    const result = await runProcess('/bin/sh', shell, { cwd: folder, env: { ...ENV, PATH: path } })
    // What is measured so quickly may be called changed, or miss a limit.
    expectEnd(result, endsOf(command), command)
  }
}

/** On a busy machine a load test says that the generator was the limit. */
function endsOf(command: string): readonly number[] {
  if (/^npx plimsoll load\b/.test(command)) return [0, 1, 3]
  return /^npx plimsoll (?:run|compare|check|duet)\b/.test(command) ? [0, 1] : [0]
}

const plimsoll = `"${process.execPath}" --conditions=plimsoll-source "${join(repositoryPath, 'bin/plimsoll.js')}"`

function expectEnd(
  result: Awaited<ReturnType<typeof runProcess>>,
  codes: readonly number[],
  command = '',
): void {
  if (codes.includes(result.code ?? -1)) return
  throw new Error(`${command} exit ${result.code}: ${result.stderr}${result.stdout.slice(-1000)}`)
}

/** With a path in its first line it is a file that a perf file reads; else rows as a report has them. */
async function placeCsv({ text }: Block, folder: string): Promise<void> {
  const [, path, rows = text] = /^# (\S+)\n([^]*)$/.exec(text) ?? []
  parseCsv(rows)
  if (path !== undefined) await writeFiles(folder, { [path]: rows })
}

async function checkJson({ text }: Block): Promise<void> {
  const document = JSON.parse(text) as { readonly schema?: string }
  if (document.schema?.startsWith('plimsoll/run@')) readRun(document)
  if (document.schema?.startsWith('plimsoll/comparison@')) readComparison(document)
}

async function checkShell({ text }: Block): Promise<void> {
  expectEnd(await runProcess('/bin/sh', ['-n'], { input: text }), [0])
}

describe('every link leads somewhere', () => {
  const linking = readPages('*.md', 'docs/**/*.md', 'examples/**/*.md')

  test.each(linking.map((page) => [page.path, page] as const))('%s', async (path, page) => {
    const broken: string[] = []
    for (const { path: target, heading, written } of linksOf(page)) {
      const file = target === '' ? path : join(dirname(path), target)
      if (!existsSync(join(repositoryPath, file))) broken.push(written)
      else if (heading !== '') {
        const text = await readFile(join(repositoryPath, file), 'utf8')
        if (!headingsOf({ path: file, text }).has(heading)) broken.push(written)
      }
    }
    expect(broken).toEqual([])
  })

  test('there are links to look at', () => {
    expect(linking.flatMap(linksOf).length).toBeGreaterThan(50)
  })
})

test('every page of the documentation can be reached from its index', () => {
  const reached = new Set<string>()
  const follow = (path: string): void => {
    const page = pages.find((each) => each.path === path)
    if (page === undefined || reached.has(path)) return
    reached.add(path)
    for (const link of linksOf(page)) follow(join(dirname(path), link.path).replaceAll('\\', '/'))
  }
  follow('README.md')
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
})
