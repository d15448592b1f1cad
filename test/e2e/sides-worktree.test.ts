import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { prepareSide, workingTreeSide } from '../../src/measure/sides/side.ts'
import { tempDir } from '../support/folders.ts'
import { goes, pidIn } from '../support/pids.ts'
import { repositoryPath, startProcess } from '../support/process.ts'
import { refusalOf } from '../support/refusal.ts'
import { namesIn, Repository } from './sides-repository.ts'

afterEach(() => void vi.unstubAllEnvs())

const code = (version: number): Record<string, string> => ({ 'a.txt': `version ${version}\n` })

describe('a side', () => {
  test('holds the files of its revision, and leaves the dirty working tree alone', async () => {
    const repository = await Repository.with(code(1))
    const first = repository.git('rev-parse', 'HEAD')
    await repository.commit(code(2), 'second')
    await repository.write(code(3))
    const side = await prepareSide('HEAD~1', repository.options())
    expect(readFileSync(join(side.folder.cwd, 'a.txt'), 'utf8')).toBe('version 1\n')
    expect(readFileSync(join(repository.path, 'a.txt'), 'utf8')).toBe('version 3\n')
    expect(side.folder.root).toBe(side.folder.cwd)
    expect(side.revision).toMatchObject({ commit: first, branch: null, dirty: false })
    // Nothing of plimsoll's is to be committed.
    expect(repository.git('status', '--porcelain')).toBe('M a.txt')
    await side[Symbol.asyncDispose]()
    expect(repository.worktrees).toEqual([])
  })

  test('is named by branch, tag, hash or what the remote has', async () => {
    const repository = await Repository.with(code(1))
    const commit = repository.git('rev-parse', 'HEAD')
    repository.git('branch', 'feature/x')
    repository.git('tag', '-a', 'v1', '-m', 'v1')
    repository.git('update-ref', 'refs/remotes/origin/theirs', commit)
    repository.git('checkout', '--quiet', '--detach')
    const names = ['feature/x', 'v1', commit.slice(0, 8), 'origin/theirs', 'theirs']
    const branches: (string | null)[] = []
    for (const name of names) {
      await using side = await prepareSide(name, repository.options())
      expect(side.revision.commit).toBe(commit)
      branches.push(side.revision.branch)
    }
    expect(branches).toEqual(['feature/x', null, null, 'theirs', 'theirs'])
  })

  test('keeps the subfolder of a project in a monorepo', async () => {
    const repository = await Repository.with({ 'packages/api/a.txt': 'x', 'b.txt': 'y' })
    const cwd = join(repository.path, 'packages/api')
    await using side = await prepareSide('main', repository.options({ cwd }))
    expect(side.folder.cwd).toBe(join(side.folder.root, 'packages/api'))
    expect(existsSync(join(side.folder.root, 'b.txt'))).toBe(true)
    expect(await workingTreeSide(cwd, new AbortController().signal)).toMatchObject({
      folder: { root: repository.path, cwd },
    })
  })

  test('does not run the hooks of the repository, nor obeys those that run plimsoll', async () => {
    const repository = await Repository.with(code(1))
    const folder = await tempDir()
    const hook = join(repository.path, '.git/hooks/post-checkout')
    await mkdir(join(hook, '..'), { recursive: true })
    await writeFile(hook, `#!/bin/sh\ntouch "${folder}/$(basename "$PWD")"\n`)
    await chmod(hook, 0o755)
    repository.git('checkout', '--quiet', '-b', 'other')
    expect(namesIn(folder)).toEqual([basename(repository.path)])
    vi.stubEnv('GIT_DIR', join(folder, 'elsewhere'))
    vi.stubEnv('GIT_INDEX_FILE', join(folder, 'index'))
    {
      await using side = await prepareSide('main', repository.options())
      expect(existsSync(join(side.folder.root, 'a.txt'))).toBe(true)
    }
    expect(namesIn(folder)).toEqual([basename(repository.path)])
  })
})

describe('nothing is left', () => {
  test('when preparing fails', async () => {
    const repository = await Repository.with(code(1))
    const prepareCommand = 'echo all is lost && exit 7'
    const refusal = await refusalOf(() =>
      prepareSide('main', repository.options({ prepareCommand })),
    )
    expect(refusal).toMatchObject({
      code: 'PREPARE_FAILED',
      exitCode: 2,
      problems: ['all is lost'],
    })
    expect(refusal.message).toContain('"main"')
    expect(refusal.message).toContain('exit code 7')
    expect(repository.worktrees).toEqual([])
  })

  test('when it is interrupted, nor does what it started run on', async () => {
    const repository = await Repository.with(code(1))
    const interrupt = new AbortController()
    const pidFile = join(await tempDir(), 'pid')
    const prepareCommand = `sh -c 'echo $$ > "${pidFile}"; exec sleep 60'`
    const options = repository.options({ prepareCommand, signal: interrupt.signal })
    const prepared = prepareSide('main', options)
    const pid = await Promise.race([pidIn(pidFile), prepared.then(() => 0)])
    interrupt.abort(new Error('enough'))
    await expect(prepared).rejects.toThrow('enough')
    expect(await goes(pid)).toBe(true)
    expect(repository.worktrees).toEqual([])
  })

  test('when a command takes too long', async () => {
    const repository = await Repository.with(code(1))
    const options = repository.options({ prepareCommand: 'sleep 60', prepareTimeoutMs: 50 })
    const refusal = await refusalOf(() => prepareSide('main', options))
    expect(refusal.message).toContain('took longer than 0.05 s')
    expect(repository.worktrees).toEqual([])
  })

  test('of a killed process, once another side is prepared; what lives stays', async () => {
    const repository = await Repository.with(code(1))
    const killed = prepareElsewhere(repository)
    await killed.until(/ready/)
    await using living = prepareElsewhere(repository)
    await living.until(/ready/)
    killed.kill('SIGKILL')
    await killed.ended
    expect(repository.worktrees).toHaveLength(4)
    const side = await prepareSide('main', repository.options())
    expect(repository.worktrees.filter((path) => path.includes(`${killed.pid}-`))).toEqual([])
    expect(repository.worktrees.filter((path) => path.includes(`${living.pid}-`))).toHaveLength(2)
    await side[Symbol.asyncDispose]()
    expect(repository.worktrees).toHaveLength(2)
  })

  test('of a worktree whose folder is gone', async () => {
    const repository = await Repository.with(code(1))
    const killed = prepareElsewhere(repository)
    await killed.until(/ready/)
    killed.kill('SIGKILL')
    await killed.ended
    await rm(join(repository.path, '.plimsoll'), { recursive: true })
    expect(repository.worktrees).toHaveLength(1)
    await using side = await prepareSide('main', repository.options())
    expect(repository.worktrees.filter((path) => path.includes(`${killed.pid}-`))).toEqual([])
    expect(side.folder.root).toContain(`${process.pid}-`)
  })
})

/** A process that holds a side until it is killed. */
function prepareElsewhere(repository: Repository): ReturnType<typeof startProcess> {
  const measure = pathToFileURL(join(repositoryPath, 'src/measure/sides/side.ts')).href
  const script = `
    import { prepareSide } from ${JSON.stringify(measure)}
    const signal = new AbortController().signal
    await prepareSide('main', { cwd: process.cwd(), prepareCommand: undefined, signal })
    console.log('ready')
    setInterval(() => {}, 1000)`
  const args = ['--conditions=plimsoll-source', '--input-type=module', '--eval', script]
  return startProcess(process.execPath, args, { cwd: repository.path })
}

describe('refused in one line', () => {
  test('outside a repository', async () => {
    const cwd = await tempDir()
    const options = { cwd, prepareCommand: undefined, signal: new AbortController().signal }
    const refusal = await refusalOf(() => prepareSide('main', options))
    expect(refusal).toMatchObject({ code: 'NOT_A_REPOSITORY', exitCode: 2 })
    expect(refusal.hint).toContain('--package')
    expect((await refusalOf(() => workingTreeSide(cwd, options.signal))).code).toBe(refusal.code)
  })

  test.each(['nowhere', 'HEAD~9', '--all', '', 'a b', 'HEAD:a.txt'])(
    'a revision %j',
    async (name) => {
      const repository = await Repository.with(code(1))
      const refusal = await refusalOf(() => prepareSide(name, repository.options()))
      expect(refusal).toMatchObject({ code: 'REVISION_NOT_FOUND', exitCode: 2 })
      expect(refusal.message).toContain(JSON.stringify(name))
      expect(repository.worktrees).toEqual([])
    },
  )

  test('a revision that has not the project', async () => {
    const repository = await Repository.with(code(1))
    await repository.commit({ 'api/a.txt': 'x' })
    const options = repository.options({ cwd: join(repository.path, 'api') })
    const refusal = await refusalOf(() => prepareSide('HEAD~1', options))
    expect(refusal).toMatchObject({ code: 'REVISION_WITHOUT_PROJECT', exitCode: 2 })
    expect(refusal.message).toContain('has no folder api')
    expect(repository.worktrees).toEqual([])
  })

  test('what a shallow clone lacks, with what to fetch', async () => {
    const repository = await Repository.with(code(1))
    repository.git('branch', 'old')
    await repository.commit(code(2))
    const path = await tempDir()
    const address = pathToFileURL(repository.path).href
    repository.git('clone', '--quiet', '--depth=1', address, path)
    const clone = new Repository(path)
    for (const [name, fetch] of [
      ['HEAD~1', 'git fetch --depth=50'],
      ['old', 'git fetch --depth=1 origin old'],
      ['origin/old', 'git fetch --depth=1 origin old'],
    ] as const) {
      const refusal = await refusalOf(() => prepareSide(name, clone.options()))
      expect(refusal).toMatchObject({ code: 'REVISION_NOT_FETCHED', exitCode: 2 })
      expect(refusal.hint).toContain('git fetch --unshallow')
      expect(refusal.hint).toContain(fetch)
      expect(refusal.hint).toContain('fetch-depth: 0')
    }
    await using side = await prepareSide('main', clone.options())
    expect(side.revision.branch).toBe('main')
  })
})
