import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A project in a temporary folder that has plimsoll installed. Deleted when disposed. */
export class Project implements Disposable {
  readonly cwd: string = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-project-')))

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.write('package.json', '{"type":"module"}')
    mkdirSync(join(this.cwd, 'node_modules'))
    symlinkSync(
      join(import.meta.dirname, '../../..'),
      join(this.cwd, 'node_modules/plimsoll'),
      'dir',
    )
    for (const [name, content] of Object.entries(files)) {
      this.write(name, content)
      this.files.push(name)
    }
  }

  /** What was written into it, but `package.json`. */
  readonly files: string[] = []

  path(name: string): string {
    return join(this.cwd, name)
  }

  write(name: string, content: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), content)
    return this.path(name)
  }

  [Symbol.dispose](): void {
    rmSync(this.cwd, { recursive: true })
  }
}
