import { redact } from '../../../../kernel/redact.ts'
import type { HttpCheck, HttpPlan } from '../../../../model/exchanges/http.ts'
import { invalidPlan } from '../exchanging/refuse.ts'
import { type Address, readAddress } from './address.ts'
import { readJsonPath } from './check/json-path.ts'
import { certificateProblem } from './dialer.ts'
import { placeProblems } from './input.ts'
import { fieldProblem, linesOf, methodOf } from './request.ts'

/** Where a plan's requests go. @throws PlimsollError (exit 2) with every problem that the plan has */
export function addressOf(plan: HttpPlan): Address {
  const problems = httpProblems(plan)
  const address = readAddress(plan.url)
  if (address !== undefined && problems.length === 0) return address
  throw invalidPlan('HTTP', problems)
}

/** Everything that is wrong with a plan, one line each. */
export function httpProblems(plan: HttpPlan): readonly string[] {
  const isAddress = readAddress(plan.url) !== undefined
  return [
    isAddress ? '' : `url: ${JSON.stringify(redact(plan.url))} is no http: or https: URL`,
    ...requestProblems(plan),
    ...checkProblems(plan.check ?? {}, methodOf(plan)),
    plan.ca === undefined ? '' : prefixed('ca', certificateProblem(plan.ca)),
    ...placeProblems(plan),
  ].filter((problem) => problem !== '')
}

function requestProblems(plan: HttpPlan): string[] {
  const { headers = {}, cookie, userAgent, body, json } = plan
  const method = methodOf(plan)
  return [
    /^[!#$%&'*+.^_`|~\w-]+$/.test(method) ? '' : `method: ${JSON.stringify(method)} is no method`,
    method === 'CONNECT' ? 'method: CONNECT makes tunnels, which are not measured' : '',
    ...linesOf(headers).map(([name, value]) => prefixed('headers', fieldProblem(name, value))),
    prefixed('cookie', fieldProblem('cookie', cookie ?? '')),
    prefixed('userAgent', fieldProblem('user-agent', userAgent ?? '')),
    body !== undefined && json !== undefined
      ? 'json: there is a body already; give one of them'
      : '',
    json === undefined || isJson(json) ? '' : 'json: not everything in it can be written as JSON',
  ]
}

function isJson(value: unknown): boolean {
  try {
    return typeof JSON.stringify(value) === 'string'
  } catch {
    return false
  }
}

const prefixed = (key: string, problem: string): string =>
  problem === '' ? '' : `${key}: ${problem}`

function checkProblems({ status, headers = {}, body, json }: HttpCheck, method: string): string[] {
  const bodyless = method === 'HEAD' && (body !== undefined || json !== undefined)
  return [
    ...[status ?? []].flat().map(statusProblem),
    ...Object.keys(headers).map((name) =>
      name === '' ? 'check.headers: a header to check has no name' : '',
    ),
    ...Object.keys(json ?? {}).map((path) =>
      readJsonPath(path) === undefined
        ? `check.json: ${JSON.stringify(path)} is no path such as $.user.roles[0]`
        : '',
    ),
    bodyless ? 'check: an answer to HEAD has no body that could be checked' : '',
  ]
}

function statusProblem(status: number | string): string {
  const known = /^[1-9](?:\d\d|xx)$/.test(String(status))
  return known
    ? ''
    : `check.status: the status is ${JSON.stringify(status)}: use one such as 200 or '2xx'`
}
