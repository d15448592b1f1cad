import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Vitest as it is by default; plimsoll itself is left alone by Vite, as a package in node_modules would be. */
export default defineConfig({
  root: import.meta.dirname,
  ssr: { resolve: { conditions: ['plimsoll-source', 'node', 'import', 'default'] } },
  test: {
    include: ['*.perf.test.ts'],
    server: { deps: { external: [new RegExp(resolve(import.meta.dirname, '../../src/'))] } },
    disableConsoleIntercept: true,
  },
})
