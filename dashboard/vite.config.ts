import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

/**
 * One page, built twice from the same sources: `live`, which `serve` hands out file by file, and `frozen`, one file with
 * a place for the documents that it shows (scripts/build-pages.ts).
 */
export default defineConfig(({ mode }) => {
  const isFrozen = mode === 'frozen'
  return {
    root: import.meta.dirname,
    base: './',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: isFrozen ? [viteSingleFile({ removeViteModuleLoader: true })] : [],
    build: {
      outDir: `../dist/dashboard/${isFrozen ? 'frozen' : 'live'}`,
      emptyOutDir: true,
      // Strictly: nothing inline but what the frozen page is.
      assetsInlineLimit: isFrozen ? Number.MAX_SAFE_INTEGER : 0,
      modulePreload: false,
      // Whoever runs a server with a password is asked for it by a page of its own.
      ...(isFrozen ? {} : { rolldownOptions: { input: ['index.html', 'login.html'] } }),
      target: 'es2024',
      license: false,
    },
  }
})
