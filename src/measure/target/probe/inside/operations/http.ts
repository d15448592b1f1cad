import { ChannelTally } from './channel-tally.ts'

/** Requests of undici, and of Node's own `fetch`, which is made of it. Upgrades never end, and are not counted. */
export const undiciTally = (): ChannelTally =>
  new ChannelTally(
    {
      perSecond: 'undiciRequestsPerSecond',
      time: 'undici',
      errorsPerSecond: 'undiciErrorsPerSecond',
      inFlight: 'undiciInFlight',
    },
    {
      start: 'undici:request:create',
      end: 'undici:request:trailers',
      error: 'undici:request:error',
      operationOf: (message) => {
        const { request } = message as { readonly request: UndiciRequest }
        return request.upgrade || request.method === 'CONNECT' ? undefined : request
      },
    },
  )

interface UndiciRequest {
  readonly method: string
  readonly upgrade?: unknown
}

/** Requests of `node:http` and `node:https`. An answer that nobody reads has no end: what is in flight is not told. */
export const httpClientTally = (): ChannelTally =>
  new ChannelTally(
    {
      perSecond: 'httpClientRequestsPerSecond',
      time: 'httpClient',
      errorsPerSecond: 'httpClientErrorsPerSecond',
    },
    {
      start: 'http.client.request.start',
      end: 'http.client.response.finish',
      error: 'http.client.request.error',
      operationOf: (message) => (message as { readonly request: object }).request,
    },
  )
