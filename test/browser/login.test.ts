import { afterAll, beforeAll, describe, expect } from 'vitest'
import { fillProject, sharedTempDir } from '../support/folders.ts'
import { barriersIn, overflowOf, test } from '../support/pages.ts'
import { runCli } from '../support/process.ts'
import { type Serving, startServer } from '../support/serving.ts'

/** A server with a password, as people meet it. */

const PASSWORD = 'a line on the hull'
const folder = sharedTempDir()
let servers: { readonly patient: Serving; readonly tried: Serving } | undefined

beforeAll(async () => {
  await fillProject(folder, {})
  const set = await runCli(['serve', '--set-password'], { cwd: folder, input: `${PASSWORD}\n` })
  expect(set.code, set.stderr).toBe(0)
  const [patient, tried] = await Promise.all([startServer(folder), startServer(folder)])
  servers = { patient, tried }
})
afterAll(async () => {
  await servers?.patient[Symbol.asyncDispose]()
  await servers?.tried[Symbol.asyncDispose]()
})

describe('a server with a password', () => {
  test('asks for it, leads to what was asked for, and ends the session', async ({ open }) => {
    const address = `${servers?.patient.url}/#/live?from=afar`
    const page = await open(address, { expected: /403/ })
    await page.waitForURL(/\/login/)
    expect(await barriersIn(page)).toEqual([])
    await page.getByLabel('Password').fill('not it')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'This is not the password.' }).waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Live' }).waitFor()
    expect(new URL(page.url()).hash).toBe('#/live?from=afar')
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Password').waitFor()
    await page.goto(address)
    await page.getByLabel('Password').waitFor()
  })

  test('shuts out who guesses, and says for how long, also on a small screen', async ({ open }) => {
    const page = await open(`${servers?.tried.url}/`, {
      expected: /403|429/,
      width: 380,
      scheme: 'dark',
    })
    for (let guess = 0; guess < 10; guess++) {
      await page.getByLabel('Password').fill(`guess ${guess}`)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('alert').waitFor()
    }
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Log in' }).click()
    const alert = page.getByRole('alert').filter({ hasText: 'Too many attempts' })
    expect(await alert.innerText()).toMatch(/Try again in \d+ minutes\./)
    expect(await barriersIn(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    const answer = await page.request.get(`${servers?.tried.url}/api/v1/runs`)
    expect(answer.status()).toBe(401)
  })
})
