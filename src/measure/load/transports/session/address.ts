/** What an address must be like. */
export interface AddressRule {
  readonly transport: string
  /** With their colon: `redis:`. */
  readonly protocols: readonly string[]
}

/** What is wrong with an address, without the address itself: it may hold a password. */
export function addressProblems(
  path: string,
  text: unknown,
  { transport, protocols }: AddressRule,
): readonly string[] {
  const url = typeof text === 'string' ? URL.parse(text) : null
  if (url !== null && protocols.includes(url.protocol)) return []
  const starts = protocols.map((one) => `${one}//`).join(' or ')
  return [
    `${path}: the address for ${transport} is no URL that starts with ${starts}; write it as ` +
      `${protocols[0] ?? ''}//user:password@host:port, with special characters of the password percent-encoded`,
  ]
}
