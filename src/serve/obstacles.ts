import { messageOf, type PlimsollError, usageError } from '../kernel/errors.ts'

/** Why a server can't begin. */

/** Where it is to listen. */
interface Wanted {
  readonly host: string
  readonly port: number
}

/** Others could read everything. */
export const needsPassword = ({ host }: Wanted): PlimsollError =>
  usageError(
    'PASSWORD_NEEDED',
    `others could reach these pages (${host}), and nobody would ask them who they are`,
    'set a password first: plimsoll serve --set-password; or make a token for a program: --new-token NAME',
  )

/** Whatever listening failed with. */
export function cannotListen(thrown: unknown, { host, port }: Wanted): PlimsollError {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  if (code === 'EADDRINUSE') {
    return usageError(
      'PORT_TAKEN',
      `port ${port} of ${host} is taken by another program`,
      'choose another one with --port, or any that is free with --port 0',
    )
  }
  if (code === 'EACCES') {
    return usageError(
      'PORT_FORBIDDEN',
      `this user may not listen on port ${port}`,
      'choose one above 1023 with --port; a proxy may stand in front of it',
    )
  }
  return usageError(
    'HOST_UNUSABLE',
    `${host} is no address of this machine to listen on (${messageOf(thrown)})`,
    'name one with --host: 127.0.0.1, the machine’s own address, or 0.0.0.0 for all of them',
  )
}
