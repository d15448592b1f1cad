import * as z from 'zod'
import { ACCESS_SCHEMA, type AccessDocument, type PasswordHash, type TokenHash } from '../access.ts'
import { exactly, instantSchema, listOf, nameSchema } from './parts.ts'

const base64Schema: z.ZodType<string> = z.base64().min(16).max(200)

/** What checking a password may cost at most: a file that was tampered with must not exhaust the machine. */
const COST_MAX = { n: 2 ** 20, r: 16, p: 16 } as const

const passwordSchema: z.ZodType<PasswordHash> = exactly<PasswordHash>()(
  z.strictObject({
    kind: z.literal('scrypt'),
    n: z.int().min(2).max(COST_MAX.n),
    r: z.int().min(1).max(COST_MAX.r),
    p: z.int().min(1).max(COST_MAX.p),
    salt: base64Schema,
    hash: base64Schema,
  }),
)

const tokenSchema: z.ZodType<TokenHash> = exactly<TokenHash>()(
  z.strictObject({
    name: nameSchema,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    createdAt: instantSchema,
  }),
)

/** `plimsoll/access@1`. Unknown keys are refused. */
export const accessSchema: z.ZodType<AccessDocument> = exactly<AccessDocument>()(
  z.strictObject({
    schema: z.literal(ACCESS_SCHEMA),
    password: passwordSchema.nullable(),
    tokens: listOf(tokenSchema, 1000),
  }),
)
