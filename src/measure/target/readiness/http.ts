import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { LOCAL_HOST } from '../ports.ts'

/** What to ask of a service. */
export interface HttpQuestion {
  readonly port: number
  readonly path: string
}

/** The status that a GET is answered with; `undefined` when no answer comes. */
export async function statusOf(
  { port, path }: HttpQuestion,
  signal: AbortSignal,
): Promise<number | undefined> {
  const request = get({ host: LOCAL_HOST, port, path, signal, agent: false })
  // Whatever becomes of it after the answer has begun is of no interest.
  request.on('error', () => {})
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return response.statusCode
  } catch {
    return undefined
  } finally {
    request.destroy()
  }
}
