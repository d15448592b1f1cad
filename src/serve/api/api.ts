import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Admission } from '../guard/admission.ts'
import { Refusal } from '../problems.ts'
import { ANSWERS, type Answer, type Sources } from './answers.ts'
import { describeApi } from './description.ts'
import { readAsked } from './parameters.ts'

/** The API: documents by their names, and its description. Reads only. */

const JSON_TYPE = 'application/json; charset=utf-8'

/** What it is made of. */
export interface ApiParts {
  readonly sources: Sources
  /** Of the WebSocket that has a document's address. */
  readonly admission: Admission
}

export async function api(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { sources, admission } = parts
  for (const answer of ANSWERS) {
    app.get(pathOf(answer), async (request, reply) => {
      if (admission.admit(request, reply)) return reply
      return reply.type(JSON_TYPE).send(await textOf(answer, sources, request))
    })
  }
  let description: string | undefined
  app.get('/openapi.json', async (_, reply) => {
    const { version } = await sources.documents.project()
    description ??= JSON.stringify(describeApi(version))
    return reply.type(JSON_TYPE).send(description)
  })
}

/** `runs/{id}` → `/runs/:id`. */
const pathOf = ({ name }: Answer): string => `/${name.replaceAll(/\{(\w+)\}/g, ':$1')}`

/** @throws Refusal when there is no such document, or what is asked makes no sense */
async function textOf(
  { parameters, find, missing }: Answer,
  sources: Sources,
  request: FastifyRequest,
): Promise<string> {
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'))
  const document = await find(sources, readAsked(parameters, piecesOf(request), query))
  if (document === undefined) throw new Refusal(404, missing)
  return typeof document === 'string' ? document : JSON.stringify(document)
}

function piecesOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
}
