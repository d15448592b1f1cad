import { redact } from '../../../../kernel/redact.ts'

/** Shorter ones would be found in the middle of words. */
const SHORTEST = 3

/** Hides the password of an address in a text, as it is and as it is written in the address, beside all that looks secret. */
export function hiderFor(url: URL): (text: string) => string {
  const secrets = [url.password, decoded(url.password)].filter(({ length }) => length >= SHORTEST)
  return (text) => redact(secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
