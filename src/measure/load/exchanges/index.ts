/** Exchanges with a target, from code. */

export { type ExchangesOptions, type ExchangeWork, openExchanges } from './open.ts'
export type { Exchanges } from './pool.ts'
