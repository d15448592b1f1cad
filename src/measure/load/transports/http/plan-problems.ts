import { usageError } from '../../../../kernel/errors.ts'
import { redact } from '../../../../kernel/redact.ts'
import { type Address, readAddress } from './address.ts'
import { readJsonPath } from './check/json-path.ts'
import type { HttpCheck, HttpPlan } from '../../../../model/exchanges/http.ts'
import { fieldProblem, linesOf, methodOf } from './request.ts'

/** Where a plan's requests go. @throws PlimsollError with every problem that the plan has (exit 2) */
export function checkPlan(plan: HttpPlan): Address {
  const address = readAddress(plan.url)
  const problems = [
    address === undefined ? `${JSON.stringify(redact(plan.url))} is no http: or https: URL` : '',
    ...requestProblems(plan),
    ...checkProblems(plan.check ?? {}, methodOf(plan)),
  ].filter((problem) => problem !== '')
  if (address !== undefined && problems.length === 0) return address
  throw usageError(
    'LOAD_PLAN_INVALID',
    `the HTTP request makes no sense: ${problems[0] ?? ''}`,
    'Correct what is listed.',
    problems.slice(1),
  )
}

function requestProblems(plan: HttpPlan): string[] {
  const { headers = {}, cookie, userAgent } = plan
  const method = methodOf(plan)
  const own = [cookie ?? '', userAgent ?? ''].map((value) => fieldProblem('cookie', value))
  return [
    /^[!#$%&'*+.^_`|~\w-]+$/.test(method) ? '' : `${JSON.stringify(method)} is no method`,
    method === 'CONNECT' ? 'CONNECT makes tunnels, which are not measured' : '',
    ...own,
    ...linesOf(headers).map(([name, value]) => fieldProblem(name, value)),
  ]
}

function checkProblems({ status, headers = {}, body, json }: HttpCheck, method: string): string[] {
  const bodyless = method === 'HEAD' && (body !== undefined || json !== undefined)
  return [
    ...[status ?? []].flat().map(statusProblem),
    ...Object.keys(headers).map((name) => (name === '' ? 'a header to check has no name' : '')),
    ...Object.keys(json ?? {}).map((path) =>
      readJsonPath(path) === undefined
        ? `${JSON.stringify(path)} is no path such as $.user.roles[0]`
        : '',
    ),
    bodyless ? 'an answer to HEAD has no body that could be checked' : '',
  ]
}

function statusProblem(status: number | string): string {
  const known = /^[1-9](?:\d\d|xx)$/.test(String(status))
  return known
    ? ''
    : `the status to check is ${JSON.stringify(status)}: use one such as 200 or '2xx'`
}
