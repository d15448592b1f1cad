import type { Address } from './address.ts'
import type { FilledHttpPlan, HttpInput } from './input.ts'
import type { HttpHeaders, HttpPlan } from '../../../../model/exchanges/http.ts'
import { InputProblem } from '../filling/input-problem.ts'

/** What is sent, in parts. */
export interface RequestParts {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Name and value; names as they are to be written. Without `content-length`. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer | undefined
}

/** Methods whose requests say that they have no body, if they have none (RFC 9110 §8.6). */
const EXPECT_BODY = new Set(['POST', 'PUT', 'PATCH'])

/** Fields that follow from the body, and fields that would change where it ends. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** Makes requests: the same again and again, or from inputs. */
export class RequestMaker {
  /** What is sent where nothing varies. */
  readonly fixed: RequestParts
  /** The same, as HTTP/1.1 sends it. */
  readonly fixedBytes: Buffer
  /** Its header lines, for requests that differ elsewhere. */
  readonly #headerText: string
  readonly #fromInput: FilledHttpPlan['fromInput']

  /** @param plan without problems */
  constructor(plan: FilledHttpPlan, address: Address) {
    this.#fromInput = plan.fromInput
    this.fixed = {
      method: methodOf(plan),
      path: address.path,
      headers: mergeHeaders(ownHeaders(plan, address), linesOf(plan.headers ?? {})),
      body: bodyOf(plan.json === undefined ? plan.body : JSON.stringify(plan.json)),
    }
    this.#headerText = headerText(this.fixed.headers)
    this.fixedBytes = encodeRequest(this.fixed, this.#headerText)
  }

  /** @throws InputProblem */
  bytesFor(input: unknown): Buffer {
    if (input === undefined && this.#fromInput === undefined) return this.fixedBytes
    const parts = this.partsFor(input)
    if (parts === this.fixed) return this.fixedBytes
    const sameHeaders = parts.headers === this.fixed.headers
    return encodeRequest(parts, sameHeaders ? this.#headerText : headerText(parts.headers))
  }

  /** @throws InputProblem */
  partsFor(input: unknown): RequestParts {
    const varied: unknown = this.#fromInput === undefined ? input : this.#fromInput(input)
    if (!isHttpInput(varied)) {
      if (this.#fromInput === undefined) return this.fixed
      throw new InputProblem('fromInput gave neither path, headers nor body')
    }
    const { fixed } = this
    const headers = varied.headers === undefined ? [] : linesOf(varied.headers)
    checkInput(varied, headers)
    return {
      method: fixed.method,
      path: varied.path ?? fixed.path,
      headers: headers.length === 0 ? fixed.headers : mergeHeaders(fixed.headers, headers),
      body: varied.body === undefined ? fixed.body : bodyOf(varied.body),
    }
  }
}

/** Methods are capitals (RFC 9110 §9.1), however they were typed. */
export const methodOf = ({ method = 'GET' }: HttpPlan): string => method.toUpperCase()

/** What makes a field's name or value impossible, or nothing. A value that could end its line would start another. */
export function fieldProblem(name: string, value: unknown): string {
  if (typeof value !== 'string') return `the header ${name} must be text`
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return `${JSON.stringify(name)} is no header's name`
  if (OWN_FIELDS.has(name.toLowerCase())) return `${name} follows from the body: leave it out`
  if (/[\0\r\n]|[^\0-\u00ff]/.test(value)) return `the header ${name} holds what no header may hold`
  return ''
}

/** What makes a path impossible, or nothing. */
function pathProblem(path: unknown): string {
  if (typeof path !== 'string') return 'the path must be text'
  if (!path.startsWith('/')) return `the path ${JSON.stringify(path)} does not start with /`
  return /^[!-~]+$/.test(path) ? '' : `the path ${JSON.stringify(path)} must be percent-encoded`
}

/** One line for each value. */
export function linesOf(headers: HttpHeaders): (readonly [name: string, value: string])[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  )
}

function ownHeaders(plan: HttpPlan, address: Address): (readonly [string, string])[] {
  return [
    ['host', address.authority],
    ['user-agent', plan.userAgent ?? 'plimsoll'],
    ['connection', 'keep-alive'],
    ...(plan.json === undefined ? [] : [['content-type', 'application/json'] as const]),
    ...(plan.cookie === undefined ? [] : [['cookie', plan.cookie] as const]),
    ...(address.authorization === undefined
      ? []
      : [['authorization', address.authorization] as const]),
  ]
}

/** Those of the same name are replaced. */
function mergeHeaders(
  base: RequestParts['headers'],
  over: RequestParts['headers'],
): RequestParts['headers'] {
  const names = new Set(over.map(([name]) => name.toLowerCase()))
  return [...base.filter(([name]) => !names.has(name.toLowerCase())), ...over]
}

const bodyOf = (body: string | Uint8Array | undefined): Buffer | undefined =>
  body === undefined ? undefined : Buffer.from(body)

/** An input of any other kind is meant for someone else. */
function isHttpInput(input: unknown): input is HttpInput {
  if (typeof input !== 'object' || input === null) return false
  return 'path' in input || 'headers' in input || 'body' in input
}

function checkInput({ path, body }: HttpInput, headers: RequestParts['headers']): void {
  const given = typeof body
  const problems = [
    path === undefined ? '' : pathProblem(path),
    given === 'undefined' || given === 'string' || body instanceof Uint8Array
      ? ''
      : 'the body must be text or bytes',
    ...headers.map(([name, value]) => fieldProblem(name, value)),
  ].filter((problem) => problem !== '')
  if (problems.length > 0) throw new InputProblem(problems.join('; '))
}

const headerText = (headers: RequestParts['headers']): string =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')

/** A request as HTTP/1.1 sends it: in one piece, so that it is written at once. */
function encodeRequest({ method, path, body }: RequestParts, headerLines: string): Buffer {
  const hasLength = body !== undefined || EXPECT_BODY.has(method)
  const length = hasLength ? `content-length: ${body?.length ?? 0}\r\n` : ''
  const head = `${method} ${path} HTTP/1.1\r\n${headerLines}${length}\r\n`
  const bytes = Buffer.allocUnsafe(head.length + (body?.length ?? 0))
  bytes.write(head, 'latin1')
  body?.copy(bytes, head.length)
  return bytes
}
