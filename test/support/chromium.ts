import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/** The browser that tests look at pages with. */

/** Names it where it is not on the PATH, or where there are several. */
const VARIABLE = 'CHROME_PATH'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Where systems keep it that have no PATH for such programs. */
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((variable) =>
    join(process.env[variable] ?? '', 'Google/Chrome/Application/chrome.exe'),
  ),
}

const LAUNCH_TIMEOUT_MS = 30_000

/** Starts one. It ends with whoever started it: it hears by a pipe when that process is gone. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === undefined) throw missing('it is not there')
  return chromium.launch({
    executablePath,
    timeout: LAUNCH_TIMEOUT_MS,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      // Its sandbox needs what root in a container does not have.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
}

/** Installs one on Debian where there is none. @throws Error that says what to install */
export async function requireChromium(): Promise<void> {
  if ((await findChromium()) !== undefined) return
  const obstacle = await whyNotInstalled()
  if (obstacle !== undefined) throw missing(obstacle)
  await aptGet('update')
  await aptGet('install', '-y', '--no-install-recommends', 'chromium')
  if ((await findChromium()) === undefined) throw missing('Debian’s package brings none')
}

/** Its path. @throws Error where the variable names none */
export async function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const named = env[VARIABLE]
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) return named
    throw missing(`${VARIABLE} names ${named}, which is no program`)
  }
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const places = [...onPath, ...(PLACES[process.platform] ?? [])]
  for (const place of places) if (await isProgram(place)) return place
  return undefined
}

const missing = (why: string): Error =>
  new Error(
    `These tests need Chromium or Chrome (${why}): install it, as 'chromium' or 'google-chrome' on the PATH, or name it in ${VARIABLE}.`,
  )

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Elsewhere the package of this name is another thing: Ubuntu's is an empty one that asks for snap. */
async function whyNotInstalled(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'it is not there, and only root may install it'
  if (!existsSync('/usr/bin/apt-get')) return 'it is not there, and there is no apt-get'
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID=debian$/m.test(system) ? undefined : 'it is not there, and this is not Debian'
}

const run = promisify(execFile)

async function aptGet(...args: readonly string[]): Promise<void> {
  // Another process may be installing at this very moment.
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', [...wait, ...args], { env, timeout: 300_000 })
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split('\n')[1] ?? cause.message) : ''
    throw missing(`it is not there, and apt-get ${args[0]} fails: ${said}`)
  }
}
