import type { ErrorCount } from '../../model/run.ts'

/** What to try where a code and its example leave little doubt: a first load test often ends with one of these. */
const REMEDIES: readonly {
  readonly code: string
  readonly example: RegExp
  readonly remedy: string
}[] = [
  {
    code: 'TLS_FAILED',
    example: /self-signed|unable to (?:verify|get)/i,
    remedy: 'trust its certificate with --ca FILE, or accept any with --insecure',
  },
  {
    code: 'TLS_FAILED',
    example: /wrong version number|packet length too long/i,
    remedy: 'nothing speaks TLS there: give the address without it, such as http://',
  },
  {
    code: 'TLS_FAILED',
    example: /no.application.protocol/i,
    remedy: 'client and server have no version of HTTP in common: give --http2, or leave it out',
  },
  {
    code: 'TOO_MANY_FILES',
    example: /(?:)/,
    remedy: 'raise the limit (ulimit -n), or use more --workers: each has it to itself',
  },
]

/** `undefined` = the error says all there is to say. */
export const remedyOf = ({ code, example }: ErrorCount): string | undefined =>
  REMEDIES.find((each) => each.code === code && each.example.test(example))?.remedy
