/** Hides secrets before a text is shown, logged or recorded. */

const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi
const SECRET_PARAMETER =
  /([?&;\s,](?:[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|auth|sig|signature|credential)[\w.-]*)=)[^&;\s,#]+/gi
const SECRET_NAME =
  /pass(word|wd)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth|credential|private/i

/** Replaces credentials in URLs and secret parameters in a text by `***`. */
export function redact(text: string): string {
  return text.replace(URL_CREDENTIALS, '$1***@').replace(SECRET_PARAMETER, '$1***')
}

/** Whether a setting or variable of this name holds a secret, whatever its value. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}
