/** Where documents are answered, below the place where the pages are mounted; `dashboard/src/source/live.ts` asks there. */
export const API_PREFIX = '/api/v1'
