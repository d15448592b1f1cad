import { execFileSync } from 'node:child_process'
import { readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { SideOptions } from '../../src/measure/sides/options.ts'
import { type ProjectFiles, tempDir, writeFiles } from '../support/folders.ts'

/** A real git repository in a temporary folder. */
export class Repository {
  readonly path: string

  constructor(path: string) {
    this.path = realpathSync(path)
  }

  /** Of a test, with its files committed on `main`. */
  static async with(files: ProjectFiles): Promise<Repository> {
    const repository = new Repository(await tempDir())
    repository.git('init', '--quiet', '--initial-branch=main')
    await repository.commit(files)
    return repository
  }

  git(...args: readonly string[]): string {
    const settings = ['user.name=A', 'user.email=a@example.org', 'commit.gpgSign=false']
    return execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
      cwd: this.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  }

  write(files: ProjectFiles): Promise<void> {
    return writeFiles(this.path, files)
  }

  /** Writes files and commits all there is. @returns the commit's hash */
  async commit(files: ProjectFiles, subject = 'a change'): Promise<string> {
    await this.write(files)
    this.git('add', '--all')
    this.git('commit', '--quiet', '-m', subject)
    return this.git('rev-parse', 'HEAD')
  }

  /** How to prepare a side of it. */
  options(more: Partial<SideOptions> = {}): SideOptions {
    const { signal } = new AbortController()
    return { cwd: this.path, prepareCommand: undefined, signal, ...more }
  }

  /** What git and the disk know of worktrees beside the first. */
  get worktrees(): readonly string[] {
    const listed = this.git('worktree', 'list', '--porcelain').split('\n')
    const others = listed.filter((line) => line.startsWith('worktree ')).slice(1)
    return [...others, ...namesIn(join(this.path, '.plimsoll/worktrees'))]
  }
}

/** Nothing, when there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
