import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readOrigins, readRevision } from '../../src/measure/revision/revision.ts'
import { tempDir } from '../support/folders.ts'

afterEach(() => void vi.unstubAllEnvs())

/** A real repository. */
class Repository {
  readonly path: string
  #commits = 0

  constructor(path: string) {
    this.path = path
  }

  /** Of a test, with no commit yet. */
  static async fresh(branch = 'main'): Promise<Repository> {
    const names = ['GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME', 'CHANGE_TARGET']
    for (const name of names) vi.stubEnv(name, undefined)
    const repository = new Repository(await tempDir())
    repository.git('init', '--quiet', `--initial-branch=${branch}`)
    return repository
  }

  git(...args: readonly string[]): string {
    const minute = String(this.#commits).padStart(2, '0')
    const date = `2026-11-02T09:${minute}:00+01:00`
    const identity = [
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.org',
      '-c',
      'commit.gpgSign=false',
    ]
    return execFileSync('git', [...identity, ...args], {
      cwd: this.path,
      encoding: 'utf8',
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text)
  }

  /** On the current branch; a minute after the one before. */
  commit(subject = `commit ${this.#commits}`): string {
    this.#commits++
    this.write('file', subject)
    this.git('add', 'file')
    this.git('commit', '--quiet', '-m', subject)
    return this.git('rev-parse', 'HEAD')
  }

  branch(name: string, start = 'HEAD'): void {
    this.git('checkout', '--quiet', '-b', name, start)
  }
}

describe('the revision', () => {
  test('of a commit', async () => {
    const repository = await Repository.fresh()
    const commit = repository.commit('Validate commands\n\nbefore they are queued')
    expect(await readRevision(repository.path)).toEqual({
      commit,
      branch: 'main',
      dirty: false,
      committedAt: '2026-11-02T08:01:00.000Z',
      subject: 'Validate commands',
    })
  })

  test('is dirty with a changed file, not with a new one', async () => {
    const repository = await Repository.fresh()
    repository.commit()
    repository.write('new', 'text')
    expect(await readRevision(repository.path)).toMatchObject({ dirty: false })
    repository.write('file', 'changed')
    expect(await readRevision(repository.path)).toMatchObject({ dirty: true })
    repository.git('add', 'file')
    expect(await readRevision(repository.path)).toMatchObject({ dirty: true })
  })

  test('has no branch on a detached head', async () => {
    const repository = await Repository.fresh()
    const commit = repository.commit()
    repository.git('checkout', '--quiet', '--detach')
    expect(await readRevision(repository.path)).toMatchObject({ commit, branch: null })
  })

  test('is unknown outside a repository, and before its first commit', async () => {
    expect(await readRevision(await tempDir())).toBeNull()
    expect(await readRevision((await Repository.fresh()).path)).toBeNull()
    expect(await readRevision('/there/is/no/such/folder')).toBeNull()
  })
})

describe('the default branch', () => {
  test.each(['main', 'master', 'trunk'])('called %s', async (name) => {
    const repository = await Repository.fresh(name)
    repository.commit()
    repository.branch('feature')
    expect(await readOrigins(repository.path, undefined)).toMatchObject({
      branch: 'feature',
      defaultBranch: name,
      mergeBaseBranches: [name],
    })
  })

  test('is what the remote says, and what the project says before that', async () => {
    const repository = await Repository.fresh('develop')
    repository.commit()
    const clone = new Repository(await tempDir())
    clone.git('clone', '--quiet', repository.path, '.')
    expect((await readOrigins(clone.path, undefined)).defaultBranch).toBe('develop')
    expect((await readOrigins(clone.path, 'release')).defaultBranch).toBe('release')
  })

  test('is unknown where no branch has a usual name, and outside a repository', async () => {
    const repository = await Repository.fresh('develop')
    repository.commit()
    const unknown = { defaultBranch: undefined, mergeBaseBranches: [] }
    expect(await readOrigins(repository.path, undefined)).toMatchObject({
      branch: 'develop',
      ...unknown,
    })
    expect(await readOrigins(await tempDir(), undefined)).toMatchObject({
      branch: null,
      ...unknown,
    })
  })
})

describe('where a branch came from', () => {
  test('the default branch came from nowhere', async () => {
    const repository = await Repository.fresh()
    repository.commit()
    expect((await readOrigins(repository.path, undefined)).mergeBaseBranches).toEqual([])
  })

  test('the default branch, not a sibling that left it at the same commit', async () => {
    const repository = await Repository.fresh()
    repository.commit()
    repository.branch('a-sibling')
    repository.commit()
    repository.branch('feature', 'main')
    repository.commit()
    repository.git('checkout', '--quiet', 'main')
    repository.commit()
    // The sibling is newer, which must not matter.
    repository.git('checkout', '--quiet', 'a-sibling')
    repository.commit()
    repository.git('checkout', '--quiet', 'feature')
    const { mergeBaseBranches } = await readOrigins(repository.path, undefined)
    expect(mergeBaseBranches).toEqual(['main', 'a-sibling'])
  })

  test('the branch that it is stacked on, then the default branch', async () => {
    const repository = await Repository.fresh()
    repository.commit()
    repository.branch('z-below')
    repository.commit()
    repository.branch('feature')
    repository.commit()
    const { mergeBaseBranches } = await readOrigins(repository.path, undefined)
    expect(mergeBaseBranches).toEqual(['z-below', 'main'])
  })

  test('a detached head, as CI services check out, with remote branches only', async () => {
    const origin = await Repository.fresh()
    origin.commit()
    origin.branch('feature')
    origin.commit()
    origin.git('checkout', '--quiet', 'main')
    const clone = new Repository(await tempDir())
    clone.git('clone', '--quiet', origin.path, '.')
    clone.git('checkout', '--quiet', '--detach', 'origin/feature')
    clone.git('branch', '--quiet', '-D', 'main')
    const origins = await readOrigins(clone.path, undefined)
    expect(origins).toMatchObject({ branch: null, defaultBranch: 'main' })
    expect(origins.mergeBaseBranches).toEqual(['feature', 'main'])
  })
})

test.each([
  ['GITHUB_BASE_REF', 'main', 'main'],
  ['SYSTEM_PULLREQUEST_TARGETBRANCH', 'refs/heads/release/2', 'release/2'],
  ['GITHUB_BASE_REF', '', undefined],
])('a pull request says where it is to be merged: %s=%s', async (name, value, expected) => {
  const repository = await Repository.fresh()
  vi.stubEnv(name, value)
  expect((await readOrigins(repository.path, undefined)).baseRef).toBe(expected)
})
