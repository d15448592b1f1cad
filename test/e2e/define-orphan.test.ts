import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, watch } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Project } from '../unit/define/project.ts'

const LOAD = fileURLToPath(new URL('../../src/define/discover/load.ts', import.meta.url))

test.skipIf(process.platform === 'win32')(
  'the importing process dies with its parent, even inside an endless loop',
  async () => {
    using project = new Project({
      'loop.perf.ts':
        "import { writeFileSync } from 'node:fs'\nwriteFileSync('pid', String(process.pid))\nfor (;;);\n",
      'parent.mjs': `import { loadScenarios } from ${JSON.stringify(LOAD)}
        await loadScenarios([process.argv[2]], { cwd: process.argv[3], timeoutMs: 1000 })`,
    })
    const parent = spawn(process.execPath, [
      project.path('parent.mjs'),
      project.path('loop.perf.ts'),
      project.cwd,
    ])
    const child = await pidWritten(project)
    parent.kill('SIGKILL')
    await once(parent, 'close')
    expect(await gone(child)).toBe(true)
  },
  20_000,
)

async function pidWritten(project: Project): Promise<number> {
  const path = project.path('pid')
  using watcher = Object.assign(watch(project.cwd), {
    [Symbol.dispose](this: { close(): void }) {
      this.close()
    },
  })
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') {
    await once(watcher, 'change', { signal: AbortSignal.timeout(10_000) })
  }
  return Number(readFileSync(path, 'utf8'))
}

/** Nothing tells when a process that is not one's own child ends: it is looked for until it is gone. */
async function gone(pid: number): Promise<boolean> {
  const until = Date.now() + 10_000
  while (Date.now() < until) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await setTimeout(20)
  }
  process.kill(pid, 'SIGKILL')
  return false
}
