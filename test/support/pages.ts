import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core'
import { afterAll, expect, test as plain } from 'vitest'
import { launchChromium } from './chromium.ts'

/**
 * Pages for tests: one browser for a file, a context of its own for every page, and no trouble that nobody looks at. What
 * the page writes to its console as a warning or an error, what it throws, what its policy forbids and what it asks for in
 * vain fails the test.
 */

/** How to open a page. */
export interface OpenOptions {
  /** Of the window, in CSS pixels. Default 1200 × 900. */
  readonly width?: number
  readonly height?: number
  /** What the system prefers. Default `light`. */
  readonly scheme?: 'light' | 'dark'
  /** Cut off from everything but its own file: whatever it asks for is trouble, and does not arrive. */
  readonly offline?: boolean
  /** Trouble that the test is about. */
  readonly expected?: RegExp
  /** Anything else about the context, before the page is there. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>
}

/** Opens a page; it closes with the test. */
export type Open = (address: string, options?: OpenOptions) => Promise<Page>

/** For anything that a page is waited for. */
const PATIENCE_MS = 10_000

let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

export const test = plain.extend('open', async ({ onTestFinished }): Promise<Open> => {
  browser ??= launchChromium()
  const started = await browser
  const troubles: string[] = []
  onTestFinished(() => expect(troubles).toEqual([]))
  return async (address, options = {}) => {
    const context = await newContext(started, options)
    onTestFinished(() => context.close())
    watch(context, (trouble) => {
      if (options.expected?.test(trouble) !== true) troubles.push(trouble)
    })
    if (options.offline === true) await cutOff(context, address)
    await options.prepare?.(context)
    const page = await context.newPage()
    await page.goto(address)
    return page
  }
})

/** Runs in every page before its own scripts do. */
const TELL_VIOLATIONS = `
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    console.error('policy: ' + violatedDirective + ' forbids ' + blockedURI)
  })`

async function newContext(browser: Browser, options: OpenOptions): Promise<BrowserContext> {
  const { width = 1200, height = 900, scheme = 'light' } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addInitScript(TELL_VIOLATIONS)
  return context
}

function watch(context: BrowserContext, tell: (trouble: string) => void): void {
  context.on('console', (message: ConsoleMessage) => {
    if (['warning', 'error'].includes(message.type())) tell(`console: ${message.text()}`)
  })
  context.on('weberror', (thrown) => tell(`thrown: ${String(thrown.error())}`))
  context.on('dialog', (dialog) => {
    tell(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // Whoever leaves a view no longer waits for what it asked.
    if (why !== 'net::ERR_ABORTED') tell(`request: ${request.url()} ${why}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) tell(`response: ${response.status()} ${response.url()}`)
  })
  context.on('request', (request) => {
    if (forbidden.get(context)?.(request.url()) === true) tell(`asked for: ${request.url()}`)
  })
}

/** Of contexts that are cut off: what is not to be asked for. */
const forbidden = new WeakMap<BrowserContext, (url: string) => boolean>()

async function cutOff(context: BrowserContext, address: string): Promise<void> {
  const isForbidden = (url: string): boolean => url.split('#')[0] !== address.split('#')[0]
  forbidden.set(context, isForbidden)
  await context.setOffline(true)
  await context.route('**/*', (route) =>
    isForbidden(route.request().url()) ? route.abort() : route.continue(),
  )
}

/** Resolves once the view is there, with all that it reads. @throws Error after 10 s */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  await expect.poll(() => page.locator('.loading').count(), { timeout: PATIENCE_MS }).toBe(0)
}

/** By how much the page itself is wider than its window, in CSS pixels. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** What axe-core finds that keeps somebody from using the page: one line each. @param rules only these; default: all */
export async function barriersIn(page: Page, rules: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (only) => {
    const { violations } = await (globalThis as unknown as AxeGlobal).axe.run({
      resultTypes: ['violations'],
      ...(only.length === 0 ? {} : { runOnly: only }),
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 200)}`),
      )
  }, rules)
}

/** As it is inside the page. */
interface AxeGlobal {
  readonly axe: { run(options: object): Promise<AxeResults> }
}
