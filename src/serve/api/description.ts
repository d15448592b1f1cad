import { apiSchemas } from '../../model/schema/api.ts'
import { ANSWERS, type Answer } from './answers.ts'
import type { Parameter } from './parameters.ts'

/** The API, described for programs: OpenAPI 3.1, made of the same data that answers requests. */

/** A part of the description. */
type Described = Readonly<Record<string, unknown>>

/** @param version plimsoll's own */
export function describeApi(version: string): Described {
  return {
    openapi: '3.1.1',
    info: {
      title: 'plimsoll',
      version,
      description:
        'What plimsoll has recorded, and what is under way. Everything is read with GET; every document names its version in `schema`.',
    },
    // Beside this description.
    servers: [{ url: '.' }],
    security: [{}, { token: [] }, { session: [] }],
    paths: Object.fromEntries(ANSWERS.map((answer) => [`/${answer.name}`, pathOf(answer)])),
    components: {
      schemas: apiSchemas(),
      responses: {
        Problem: { description: 'Why there is no answer', content: json('PageProblem') },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'plimsoll serve --new-token NAME' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'plimsoll',
          description:
            'What browsers get for the password; its name ends with the port, or with a number where the port is any.',
        },
      },
    },
  }
}

function pathOf({ operation, summary, parameters, schema }: Answer): Described {
  const problem = { $ref: '#/components/responses/Problem' }
  return {
    get: {
      operationId: operation,
      summary,
      parameters: parameters.map(described),
      responses: {
        '200': { description: summary, content: json(schema) },
        '4XX': problem,
        '5XX': problem,
      },
    },
  }
}

const described = ({ name, in: place, occurs, describe, schema }: Parameter): Described => ({
  name,
  in: place,
  required: occurs === 'once',
  description: describe,
  schema: occurs === 'any number of times' ? { type: 'array', items: schema } : schema,
})

const json = (schema: string): Described => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
})
