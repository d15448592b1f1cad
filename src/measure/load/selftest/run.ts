import { fileURLToPath } from 'node:url'
import { ExitCode, messageOf, PlimsollError } from '../../../kernel/errors.ts'
import { createRandom } from '../../../kernel/random.ts'
import type { SelfTest } from '../../../model/self-test.ts'
import type { Service } from '../../target/plan.ts'
import { ownFolder } from '../../target/servers/own-folder.ts'
import { startService } from '../../target/service.ts'
import type { PackHistogram } from '../engine/describe-window.ts'
import { type LoadPlan, USUAL_LATE_BEYOND_MS } from '../engine/plan.ts'
import { measureLoad } from '../measure-load.ts'
import { arrivalTimes } from '../schedule/arrivals.ts'
import { WHOLE_LOAD } from '../schedule/share.ts'
import { transportModule } from '../transports/index.ts'
import { freezeAll, type FrozenTimes } from './freezer.ts'
import { judgeSelfTest, type SelfTestEvidence } from './judge.ts'
import { scheduleOf, type SelfTestPlan } from './plan.ts'
import type { AnswerTimes } from './server/answer-log.ts'
import { LOG_PATH } from './server/paths.ts'

/** How to carry out a self-test. */
export interface SelfTestOptions {
  readonly signal: AbortSignal
  readonly packHistogram: PackHistogram
}

/** Longer than any freeze lasts, and than the server needs to catch up. */
const TIMEOUT_MS = 10_000

const NAME = 'self-test'

/** The schedule has no chance in it. */
const SEED = 1

/**
 * Loads a server whose latencies are known beforehand, and tells what was measured beside the truth:
 *
 *   server, a process of its own ◀── load ── a worker, as in every load test
 *        ▲── frozen whole, at its times                  truth ◀── schedule, freezes, the server's own log
 *
 * No process outlives it. @throws PlimsollError SELF_TEST_NOT_RUN (exit 5), as `startService`; and whatever the signal says
 */
export async function runSelfTest(
  plan: SelfTestPlan,
  { signal, packHistogram }: SelfTestOptions,
): Promise<SelfTest> {
  await using opened = new AsyncDisposableStack()
  const cwd = ownFolder(NAME)
  const server = opened.use(await startServer(plan, { cwd, signal }))
  const over = new AbortController()
  opened.defer(() => over.abort())
  const freezes = { startNs: Number.NaN, frozen: noFreezes() }
  const { results } = await measureLoad(loadPlan(plan, server.url(), cwd), {
    signal,
    packHistogram,
    onStart: (startNs) => {
      freezes.startNs = startNs
      freezes.frozen = freezeAll({ pid: server.pid, url: server.url() }, plan.freezes, {
        startNs,
        signal: AbortSignal.any([signal, over.signal]),
      })
      // Looked at when the load is over.
      freezes.frozen.catch(() => undefined)
    },
  })
  signal.throwIfAborted()
  const [result] = results
  if (result === undefined || Number.isNaN(freezes.startNs)) {
    throw notRun(result?.errors[0]?.example ?? 'the load was never started')
  }
  return judgeSelfTest({
    plan,
    arrivalsMs: arrivalsOf(plan),
    result,
    answers: await answersOf(server),
    frozen: await freezes.frozen.catch((thrown: unknown) => {
      throw notRun(messageOf(thrown))
    }),
    startNs: freezes.startNs,
  })
}

const noFreezes = (): Promise<readonly FrozenTimes[]> => Promise.resolve([])

/** Its guard makes the folder of the load too, and removes it however this process ends: Ctrl-C ends it at once. */
function startServer(
  { serviceMs }: SelfTestPlan,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<Service> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const main = fileURLToPath(new URL(`./server/main.${extension}`, import.meta.url))
  return startService(
    {
      name: NAME,
      command: process.execPath,
      args: [main, String(serviceMs)],
      temporaryFolders: [cwd],
    },
    { signal },
  )
}

function loadPlan(plan: SelfTestPlan, url: string, cwd: string): LoadPlan {
  return {
    lanes: [
      {
        identity: { key: NAME, name: NAME, category: 'load', tags: [], params: {}, file: '' },
        budget: {},
        profile: 'sustained',
        schedule: scheduleOf(plan),
        phases: [],
        work: {
          kind: 'exchange',
          transport: transportModule('http'),
          plan: { url },
          feed: undefined,
        },
        connections: plan.connections,
        pipelining: 1,
      },
    ],
    workers: 1,
    maxInFlight: 10_000,
    timeoutMs: TIMEOUT_MS,
    lateBeyondMs: USUAL_LATE_BEYOND_MS,
    seed: SEED,
    cwd,
  }
}

/** When iterations are due, as the schedule says: nothing of this is measured. */
function arrivalsOf(plan: SelfTestPlan): SelfTestEvidence['arrivalsMs'] {
  const random = createRandom(SEED)
  const times = arrivalTimes(scheduleOf(plan), { random, share: WHOLE_LOAD })
  const arrivals: number[] = []
  for (let at = times.next(); at < Number.POSITIVE_INFINITY; at = times.next()) arrivals.push(at)
  return arrivals
}

async function answersOf(server: Service): Promise<AnswerTimes> {
  const response = await fetch(`${server.url()}${LOG_PATH}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return (await response.json()) as AnswerTimes
}

function notRun(why: string): PlimsollError {
  return new PlimsollError({
    code: 'SELF_TEST_NOT_RUN',
    message: `the self-test could not be carried out: ${why}`,
    hint: 'try again when less else runs on this machine',
    exitCode: ExitCode.store,
  })
}
