/** What the service does for each request: nothing else, one request of undici, one command of ioredis. */
export const WORKS = ['http', 'undici', 'redis'] as const

export type Work = (typeof WORKS)[number]

export const isWork = (name: string): name is Work => WORKS.some((work) => work === name)
