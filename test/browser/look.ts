import { launchChromium } from '../support/chromium.ts'
import { startServer } from '../support/serving.ts'

/** Serves a project and looks at it, until it is ended: what tests that are interrupted leave. Says `looking` once it does. */

const server = await startServer(process.argv[2] ?? process.cwd())
const browser = await launchChromium()
const page = await browser.newPage()
await page.goto(server.url)
console.log('looking')
