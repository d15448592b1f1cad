import type { LoadClientOptions, LoadTransport, ObservingClient } from '../../../../model/load.ts'
import { refuseProblems } from '../exchanging/refuse.ts'
import { SessionClient } from '../session/client.ts'
import { observedDeliveries } from '../session/delivery.ts'
import type { SessionDriver } from '../session/driver.ts'
import { loadPackage, requirePackage } from '../exchanging/package.ts'
import { hiderFor } from '../session/secrets.ts'
import { postgresProblems } from './check.ts'
import { postgresFailure } from './failure.ts'
import { type FilledPostgresPlan, postgresWithInput } from './input.ts'
import { type NotifySession, type NotifyWork, openNotifying, performNotify } from './notify.ts'
import {
  type ClientConstructor,
  openPostgres,
  type PostgresOpening,
  type PostgresSession,
} from './open.ts'
import { performStatements, type StatementWork } from './statements.ts'

/**
 * Drives a PostgreSQL server, over the package pg. A connection is one client and carries one exchange at a time: the
 * connections together are the pool, so that waiting for a free one is told apart from the time of the query.
 */
export const postgresTransport: LoadTransport<FilledPostgresPlan> = {
  kind: 'postgres',
  check: (plan) => {
    requirePackage(PG)
    return postgresProblems(plan)
  },
  withInput: postgresWithInput,
  open: async (plan, common) => {
    refuseProblems('PostgreSQL', postgresProblems(plan))
    const url = new URL(plan.url)
    const work = plan.work ?? SELECT_1
    const { Client } = await loadPackage(PG, () => import('pg'))
    const parts = { Client, plan, common, url }
    return work.kind === 'notify' ? notifying(work, parts) : stating(work, parts)
  },
}

const PG = { name: 'pg', neededFor: 'postgres://' }

const SELECT_1: StatementWork = { kind: 'query', text: 'select 1' }

/** The protocol answers in order, and a statement that waits behind another would count its time too. */
const ROOM = 1

interface Parts {
  readonly Client: ClientConstructor
  readonly plan: FilledPostgresPlan
  readonly common: LoadClientOptions
  readonly url: URL
}

function stating(work: StatementWork, parts: Parts): SessionClient<PostgresSession> {
  return new SessionClient(
    {
      room: ROOM,
      open: (onLost, signal) => openPostgres(openingOf(parts, signal), onLost),
      perform: performStatements(work),
      failureOf: failureFor(parts.url),
    },
    parts.common,
  )
}

function notifying(work: NotifyWork, parts: Parts): ObservingClient {
  const { observed, events } = observedDeliveries()
  const driver: SessionDriver<NotifySession> = {
    room: ROOM,
    open: (onLost, signal) => openNotifying(work, openingOf(parts, signal), { ...events, onLost }),
    perform: performNotify(events),
    failureOf: failureFor(parts.url),
  }
  return Object.assign(new SessionClient(driver, parts.common), { observations: observed })
}

function openingOf({ Client, plan, common, url }: Parts, signal: AbortSignal): PostgresOpening {
  const isTls = plan.insecure === true || plan.ca !== undefined
  const tls = isTls
    ? {
        rejectUnauthorized: plan.insecure !== true,
        ...(plan.ca === undefined ? {} : { ca: plan.ca }),
      }
    : undefined
  return { Client, url, timeoutMs: common.timeoutMs, tls, signal }
}

function failureFor(url: URL): SessionDriver<never>['failureOf'] {
  const hide = hiderFor(url)
  return (thrown) => postgresFailure(thrown, hide)
}
