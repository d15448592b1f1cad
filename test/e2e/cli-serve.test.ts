import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { busyLoad } from '../golden/loads.ts'
import { sharedTempDir, fillProject, freshProject, writeFiles } from '../support/folders.ts'
import { listen } from '../support/listening.ts'
import {
  commitRuns,
  documentOf,
  failureOf,
  plimsoll,
  pointBaseline,
  runAt,
  startPlimsoll,
  STORE,
} from './cli-project.ts'

/** `plimsoll serve`, as a process. Needs the built pages. */

const cwd = sharedTempDir()
const older = runAt(0, { commit: 'a'.repeat(40), branch: 'main' })
const newer = runAt(60, { commit: 'b'.repeat(40), branch: 'main' })
beforeAll(async () => {
  await fillProject(cwd, {})
  await commitRuns(cwd, [older, newer, busyLoad])
  await pointBaseline(cwd, 'main', older)
})

/** Serves until the end of the block. */
async function serving(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ReturnType<typeof startPlimsoll> & { readonly url: string }> {
  const server = startPlimsoll(folder, ['serve', '--port', '0', ...args], env)
  await server.until(/serves .* at (\S+)\n[^]*Ctrl-C ends it\n/)
  const [, url = ''] = / at (\S+)\n/.exec(server.output()) ?? []
  return Object.assign(server, { url })
}

describe('serving', () => {
  test('says where, shows what is recorded, and ends with Ctrl-C', async () => {
    await using server = await serving(cwd)
    expect(server.output()).toMatch(
      /^plimsoll serves plimsoll-test-\w+ at http:\/\/127\.0\.0\.1:\d+\/\n {2}runs of sqlite:\.plimsoll\/history\.db\n {2}for this machine alone: nobody is asked for a password\n {2}Ctrl-C ends it\n$/,
    )
    const page = await fetch(server.url)
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('<div id="app">'),
    ])
    server.kill('SIGINT')
    const { code, stderr } = await server.ended
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '\nplimsoll: stopping (once more to stop at once)\n',
    })
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })

  test('every answer is what the API’s description says of it', async () => {
    await using server = await serving(cwd)
    const api = `${server.url}api/v1/`
    const description = (await (await fetch(`${api}openapi.json`)).json()) as Description
    expect(description).toMatchObject({ openapi: '3.1.1', info: { title: 'plimsoll' } })
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(description, 'api')
    const check = async (name: string, schema: string, status = 200): Promise<void> => {
      const answer = await fetch(api + name)
      const body: unknown = await answer.json()
      const isValid = ajv.validate(`api#/components/schemas/${schema}`, body)
      expect({ name, status: answer.status, errors: isValid ? [] : ajv.errors }).toEqual({
        ...{ name, status, errors: [] },
      })
    }
    const pathOf: Readonly<Record<string, string>> = {
      '{id}': newer.id,
      '{current}': newer.id,
      '{baseline}': older.id,
    }
    const paths = Object.entries(description.paths)
    expect(paths.map(([path]) => path)).toEqual([
      ...['/project', '/runs', '/runs/{id}', '/runs/{id}/judged'],
      ...['/comparisons/{current}/{baseline}', '/baselines', '/history', '/live'],
    ])
    for (const [path, { get }] of paths) {
      const name = path.slice(1).replaceAll(/\{\w+\}/g, (place) => pathOf[place] ?? '')
      const [, schema = ''] =
        /schemas\/(\w+)$/.exec(get.responses['200'].content['application/json'].schema.$ref) ?? []
      await check(name, schema)
      await check(`${name}?strange=1`, 'PageProblem', 400)
    }
    await check(`runs/${busyLoad.id}`, 'Run')
    await check(`runs/${busyLoad.id}/judged`, 'RunJudged')
    await check('runs/01M81YY94C4YCJMQK9420XR9R6', 'PageProblem', 404)
    await check('history?statistic=p42', 'PageProblem', 404)
    await check('nothing', 'PageProblem', 404)
    const list = await (await fetch(`${api}runs?limit=1`)).json()
    expect(list).toMatchObject({ runs: [{ id: newer.id }], next: newer.id })
    const record = await (await fetch(`${api}runs/${older.id}`)).text()
    expect(JSON.parse(record)).toEqual(JSON.parse(JSON.stringify(older)))
  })

  test('--json tells programs where; --open opens a browser', async () => {
    const bin = await freshProject()
    const opened = join(bin, 'opened')
    await writeFiles(bin, {
      'xdg-open': `#!/bin/sh\nprintf %s "$1" > "${opened}.part" && mv "${opened}.part" "${opened}"\necho opened >&2\n`,
    })
    await chmod(join(bin, 'xdg-open'), 0o755)
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` }
    await using server = startPlimsoll(cwd, ['serve', '--port=0', '--json', '--open'], env)
    await server.until(/\}\n/)
    const { url, port, asks } = JSON.parse(server.output()) as Record<string, unknown>
    expect({ url, asks }).toEqual({ url: `http://127.0.0.1:${String(port)}/`, asks: false })
    await expect.poll(() => readFile(opened, 'utf8').catch(() => ''), { timeout: 10_000 }).toBe(url)
    server.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    await using without = await serving(cwd, ['--open'], { PATH: bin.replace(/[^/]+$/, 'nothing') })
    await without.until(/no browser could be opened: go to http:\/\/127/)
  })
})

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get: {
          readonly responses: {
            readonly '200': {
              readonly content: {
                readonly 'application/json': { readonly schema: { readonly $ref: string } }
              }
            }
          }
        }
      }
    >
  >
}

describe('what keeps it from serving', () => {
  test('a port that is taken, a host that is not ours, a port that is none', async () => {
    await using other = await listen(createServer())
    expect(await failureOf(cwd, ['serve', '--port', String(other.port)])).toMatchObject({
      code: 'PORT_TAKEN',
      message: `port ${other.port} of 127.0.0.1 is taken by another program`,
      exitCode: 2,
    })
    expect(await failureOf(cwd, ['serve', '--host', 'no.such.host.invalid'])).toMatchObject({
      code: 'HOST_UNUSABLE',
      exitCode: 2,
    })
    expect(
      await failureOf(cwd, [
        'serve',
        '--port',
        '70000',
        '--public-url',
        'https://a:b@perf.example/',
      ]),
    ).toMatchObject({
      code: 'BAD_SETTINGS',
      problems: [
        '--port: expected a whole number from 0 to 65535, got "70000"',
        expect.stringMatching(/^--public-url: expected an http: or https: address .*\*\*\*@/),
      ],
    })
    expect(await failureOf(cwd, ['serve', '--tokens', '--set-password'])).toMatchObject({
      code: 'SERVE_FLAGS',
      exitCode: 2,
    })
  })

  test('others could come, and nobody would ask them who they are', async () => {
    const error = await failureOf(cwd, ['serve', '--host', '0.0.0.0'])
    expect(error).toMatchObject({ code: 'PASSWORD_NEEDED', exitCode: 2 })
    expect(error.hint).toContain('plimsoll serve --set-password')
    expect(error.hint).toContain('--new-token NAME')
  })

  test('a store that can’t be read', async () => {
    const folder = await freshProject({
      [STORE]: 'this is no database, and never was\n'.repeat(100),
    })
    expect((await failureOf(folder, ['serve'])).exitCode).toBe(5)
  })
})

describe('who is let in', () => {
  const access = '.plimsoll/access.json'

  test('by a password, kept as a salted hash that its owner alone can read', async () => {
    const folder = await freshProject()
    const set = await plimsoll(folder, ['serve', '--set-password'], {
      input: 'four random words\n',
    })
    expect(set).toMatchObject({ code: 0, stderr: '' })
    const file = join(folder, access)
    const text = await readFile(file, 'utf8')
    expect(JSON.parse(text)).toMatchObject({
      schema: 'plimsoll/access@1',
      password: { kind: 'scrypt', n: 131_072, r: 8, p: 1 },
      tokens: [],
    })
    expect(text).not.toContain('random')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder, '.plimsoll/.gitignore'), 'utf8')).toBe('*\n')
    await using server = await serving(folder)
    expect(server.output()).toContain(
      '  visitors are asked for the password, programs for a token\n',
    )
    expect((await fetch(`${server.url}api/v1/project`)).status).toBe(401)
    const form = await fetch(`${server.url}login`, {
      ...{ method: 'POST', redirect: 'manual' },
      headers: { origin: new URL(server.url).origin },
      body: new URLSearchParams({ password: 'four random words' }),
    })
    expect(form.status).toBe(303)
    const cookie = form.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const withCookie = (): Promise<Response> =>
      fetch(`${server.url}api/v1/project`, { headers: { cookie } })
    expect((await withCookie()).status).toBe(200)
    await plimsoll(folder, ['serve', '--set-password'], { input: 'quite another one\n' })
    expect((await withCookie()).status).toBe(401)
  })

  test('by tokens, which are shown once and can be revoked while it runs', async () => {
    const folder = await freshProject({
      '.plimsoll/kept.txt': 'in a folder that is under version control',
    })
    const made = await plimsoll(folder, ['serve', '--new-token', 'ci'])
    expect(await readFile(join(folder, '.plimsoll/.gitignore'), 'utf8')).toBe('access.json\n')
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('can’t be shown again') })
    const token = made.stdout.trim()
    expect(token).toMatch(/^plimsoll_[\w-]{43}$/)
    expect(await readFile(join(folder, access), 'utf8')).not.toContain(
      token.slice('plimsoll_'.length),
    )
    expect(await failureOf(folder, ['serve', '--new-token', 'ci'])).toMatchObject({
      code: 'TOKEN_EXISTS',
    })
    expect(await failureOf(folder, ['serve', '--new-token', '../x'])).toMatchObject({
      code: 'TOKEN_NAME',
    })
    expect(documentOf(await plimsoll(folder, ['serve', '--tokens', '--json']))).toEqual({
      tokens: [{ name: 'ci', createdAt: expect.stringMatching(/^\d{4}-/) }],
    })
    await using server = await serving(folder)
    const asked = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${server.url}api/v1/runs`, { headers })).status
    }
    expect(await asked()).toBe(200)
    const revoked = await plimsoll(folder, ['serve', '--revoke-token', 'ci'])
    expect(revoked).toMatchObject({ code: 0, stdout: 'ci lets nobody in any more.\n' })
    expect(await asked()).toBe(200)
    expect(await failureOf(folder, ['serve', '--revoke-token', 'ci'])).toMatchObject({
      code: 'TOKEN_NOT_FOUND',
      hint: 'there are none',
    })
  })

  test('what lets nobody in is said', async () => {
    const folder = await freshProject()
    for (const input of ['', 'short\n', `${'x'.repeat(1025)}\n`]) {
      const { code, stderr } = await plimsoll(folder, ['serve', '--set-password'], { input })
      expect([code, stderr]).toEqual([2, expect.stringContaining('(PASSWORD_WEAK)')])
    }
    await plimsoll(folder, ['serve', '--set-password'], { input: 'four random words' })
    await chmod(join(folder, access), 0o644)
    expect(await failureOf(folder, ['serve'])).toMatchObject({ code: 'ACCESS_OPEN', exitCode: 5 })
    await chmod(join(folder, access), 0o600)
    await writeFile(
      join(folder, access),
      '{"schema":"plimsoll/access@1","password":{"kind":"none"}}',
    )
    const error = await failureOf(folder, ['serve'])
    expect(error).toMatchObject({ code: 'ACCESS_UNREADABLE', exitCode: 5 })
    expect(error.hint).toMatch(/access\.json.*plimsoll serve --set-password/)
  })
})
