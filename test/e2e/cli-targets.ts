import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshProject, type ProjectFiles } from '../support/folders.ts'

/** Projects whose scenarios have targets. */

/**
 * A service that writes its id into a file of its own, answers what it was asked, and may be told to end, to freeze or to
 * do something else by what it is asked.
 */
const SERVICE = `
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
const { PORT, NUMBER = '0', REDIS_URL, DATABASE_URL, EARLY } = process.env
console.log('number ' + NUMBER + ' begins, password=hunter22')
if (EARLY !== undefined) {
  console.error('Error: no luck today')
  process.exit(3)
}
process.on('SIGTERM', () => process.exit())
let asked = 0
createServer((request, response) => {
  if (request.url === '/die') process.exit(9)
  if (++asked === 20) writeFileSync('asked-' + NUMBER, '')
  const answer = JSON.stringify({ url: request.url, redis: REDIS_URL, database: DATABASE_URL })
  setTimeout(() => response.end(answer), request.url === '/slow' ? 500 : 0)
}).listen(PORT, () => {
  writeFileSync('pid-' + NUMBER, String(process.pid))
  console.log('number ' + NUMBER + ' listens')
})
`

/** What calls it: each asks the target's first instance for a path. */
export const caller = (name: string, path = '/', target = 'bot'): string => `
export const ${name.replaceAll(/\W/g, '')} = scenario('${name}', {
  target: '${target}',
  timeout: '20s',
  setup: ({ target }) => target,
  run: async ({ ctx }) => {
    const answer = await fetch(ctx.url + '${path}')
    if (!answer.ok) throw new Error('status ' + answer.status)
    await answer.text()
  },
})
`

/** A project with the service, its scenarios, and targets as the configuration writes them. */
export function projectWithTargets(
  targets: string,
  scenarios: string,
  others: ProjectFiles = {},
): Promise<string> {
  return freshProject({
    'service.mjs': SERVICE,
    'plimsoll.config.ts': `import { defineConfig } from 'plimsoll'\nexport default defineConfig({ targets: ${targets} })\n`,
    'perf/calls.perf.ts': `import { scenario } from 'plimsoll'\n${scenarios}`,
    ...others,
  })
}

/** The service, as a target. */
export const BOT = `command: process.execPath, args: ['service.mjs'], env: { NUMBER: '{instance}' }`

/** Ids of the service's instances that came to listen. */
export function servicePids(cwd: string): readonly number[] {
  return readdirSync(cwd)
    .filter((name) => name.startsWith('pid-'))
    .map((name) => Number(readFileSync(join(cwd, name), 'utf8')))
}

/** Id of one of them, by its number from 0. */
export const pidOf = (cwd: string, instance: number): number =>
  Number(readFileSync(join(cwd, `pid-${instance}`), 'utf8'))
