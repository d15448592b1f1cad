import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freshProject, writeFiles } from '../support/folders.ts'
import { runProcess } from '../support/process.ts'
import { commitAll, documentOf, git, gitInit, plimsoll, QUICK } from './cli-project.ts'

const WORKFLOW = join('.github', 'workflows', 'performance.yml')
const CONFIG = 'plimsoll.config.ts'
const EXAMPLE = join('perf', 'example.perf.ts')

describe('init', () => {
  test('writes a project that runs as it is', async () => {
    // As `npm init` leaves it: no "type".
    const cwd = await freshProject({ 'package.json': '{ "name": "shop" }' })
    const { code, stdout, stderr } = await plimsoll(cwd, ['init', '--yes'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(`wrote ${CONFIG}
wrote ${EXAMPLE}
wrote ${WORKFLOW}

Next: npx plimsoll run, then npx plimsoll baseline set
`)
    const run = await plimsoll(cwd, ['run', ...QUICK])
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('order total')
    expect(run.stdout).toMatch(/Budgets: 1 (met|inconclusive)/)
  })

  test('overwrites nothing', async () => {
    const cwd = await freshProject({ [CONFIG]: '// mine\n', [WORKFLOW]: '# mine\n' })
    const result = await plimsoll(cwd, ['init', '--json'])
    expect(documentOf(result)).toEqual({ written: [EXAMPLE], kept: [CONFIG, WORKFLOW] })
    expect(await readFile(join(cwd, CONFIG), 'utf8')).toBe('// mine\n')
    expect(await readFile(join(cwd, WORKFLOW), 'utf8')).toBe('# mine\n')
  })

  test('--no-workflow leaves the workflow out', async () => {
    const cwd = await freshProject()
    const result = await plimsoll(cwd, ['init', '--no-workflow', '--json'])
    expect(documentOf(result)).toEqual({ written: [CONFIG, EXAMPLE], kept: [] })
    expect(existsSync(join(cwd, '.github'))).toBe(false)
  })

  test('a folder that can’t be written is exit 2', async () => {
    const cwd = await freshProject({ perf: 'a file' })
    const { code, stderr } = await plimsoll(cwd, ['init'])
    expect(code).toBe(2)
    expect(stderr).toContain('(INIT_NOT_WRITTEN)')
  })
})

/** The steps of the workflow that are ours: `npm ci` and what is about the machine are left out. */
async function stepsOf(cwd: string): Promise<{ readonly base: string; readonly back: string }> {
  const lines = (await readFile(join(cwd, WORKFLOW), 'utf8')).split('\n')
  const start = lines.findIndex((line) => line.includes('run: |'))
  const end = lines.findIndex((line, index) => index > start && line.startsWith('      - '))
  const base = lines.slice(start + 1, end).filter((line) => !line.includes('npm ci'))
  const back = lines.find((line) => line.includes('- run: git switch')) ?? ''
  return {
    base: base.map((line) => line.trim()).join('\n'),
    back: back.replace('      - run: ', ''),
  }
}

describe('the workflow, carried out as GitHub does', () => {
  /** `main`, and a pull request merged into it as GitHub does before it runs a workflow. */
  async function pullRequest(before: 'empty' | 'measured'): Promise<string> {
    const cwd = await freshProject({ '.gitignore': 'node_modules\n.plimsoll\n' })
    if (before === 'measured') await plimsoll(cwd, ['init'])
    await gitInit(cwd)
    await git(cwd, 'switch', '--quiet', '--create', 'feature')
    if (before === 'empty') await plimsoll(cwd, ['init'])
    await writeFiles(cwd, { 'readme.md': 'changed' })
    await commitAll(cwd, 'feature')
    await git(cwd, 'switch', '--quiet', '--detach', 'main')
    await git(cwd, 'merge', '--quiet', '--no-ff', '--message=merge', 'feature')
    return cwd
  }

  /** Does what the job does, with the CLI of this checkout in place of `npx --no plimsoll`. */
  async function job(cwd: string): Promise<{
    readonly base: number | null
    readonly check: number | null
    readonly said: string
  }> {
    const { base, back } = await stepsOf(cwd)
    const bin = new URL('../../bin/plimsoll.js', import.meta.url).pathname
    // What is measured so briefly on a busy machine may look like anything.
    const quick = {
      PLIMSOLL_LAUNCHES: '2',
      PLIMSOLL_TIME: '20ms',
      PLIMSOLL_WARM_UP: '20ms',
      PLIMSOLL_TOLERANCE: '100000',
      PLIMSOLL_DUET_TIME: '20ms',
      PLIMSOLL_DUET_WARM_UP: '10ms',
      PLIMSOLL_DUET_BUDGET: '1s',
    }
    const env = {
      ...quick,
      GITHUB_SHA: await git(cwd, 'rev-parse', 'HEAD'),
      GITHUB_BASE_REF: 'main',
    }
    const npx = `npx() { shift 2; "${process.execPath}" --conditions=plimsoll-source "${bin}" "$@"; }`
    const sh = (script: string): ReturnType<typeof runProcess> =>
      runProcess('bash', ['-e', '-c', `${npx}\n${script}`], { cwd, env })
    const measured = await sh(base)
    const returned = await sh(back)
    expect(returned.code, returned.stderr).toBe(0)
    const checked = await sh(`npx --no plimsoll ${measured.code === 0 ? 'check' : 'run'}`)
    return { base: measured.code, check: checked.code, said: checked.stdout + checked.stderr }
  }

  test('the first pull request, with nothing to compare with, is judged by its budgets', async () => {
    const { base, check, said } = await job(await pullRequest('empty'))
    expect(base).not.toBe(0)
    expect(said).toContain('order total')
    expect(check).toBe(0)
  })

  test('fetches what a duet checks out', async () => {
    const cwd = await freshProject()
    await plimsoll(cwd, ['init'])
    expect(await readFile(join(cwd, WORKFLOW), 'utf8')).toMatch(
      /uses: actions\/checkout@.*\n +with: \{ fetch-depth: 0 \}/,
    )
  })

  test('later ones are compared with what they will be merged into', async () => {
    const { base, check, said } = await job(await pullRequest('measured'))
    expect(base).toBe(0)
    expect(said).toContain("baseline 'main', of the branch that this is to be merged into")
    expect(check, said).toBe(0)
  })
})
