import type { Service, ServiceOptions } from '../plan.ts'

/** A server of one's own: private, empty, thrown away when it is disposed of. Tests may freeze or kill it. */
export interface PrivateServer extends AsyncDisposable {
  readonly service: Service
  /** With user and password, where it asks for them. */
  readonly url: string
  readonly port: number
}

/** A running service as a private server: disposing of it asks nobody. */
export function privateServer(service: Service, urlOf: (port: number) => string): PrivateServer {
  const port = Number(service.ports['main'])
  return {
    service,
    port,
    url: urlOf(port),
    [Symbol.asyncDispose]: async () => {
      await service.kill()
    },
  }
}

/** What of a server's options is its service's. */
export function serviceOptions({ signal, onDeath }: ServiceOptions): ServiceOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onDeath === undefined ? {} : { onDeath }),
  }
}
