import { usageError } from '../../../../kernel/errors.ts'

/** What an address must be like. */
export interface AddressRule {
  readonly transport: string
  /** With their colon: `redis:`. */
  readonly protocols: readonly string[]
}

/** An address as a URL. @throws PlimsollError (exit 2), without the address: it may hold a password */
export function requireAddress(text: string, { transport, protocols }: AddressRule): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && protocols.includes(url.protocol)) return url
  throw usageError(
    'LOAD_URL_INVALID',
    `the address for ${transport} is no URL that starts with ${protocols.map((one) => `${one}//`).join(' or ')}`,
    `write it as ${protocols[0] ?? ''}//user:password@host:port, with special characters of the password percent-encoded`,
  )
}

/** @throws PlimsollError (exit 2) with all of the problems, when there are any */
export function refuseProblems(transport: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  throw usageError(
    'LOAD_PLAN_INVALID',
    `what ${transport} is to do makes no sense`,
    'mend what is listed',
    problems,
  )
}
