import { fileURLToPath } from 'node:url'
import { PROBE_VARIABLES } from '../protocol.ts'

/** What a service is started with, so that its processes have the probe inside. */

/**
 * @param listener `<address>#<key>`
 * @param nodeOptions those that it would be started with otherwise; they are kept
 */
export function probeVariables(
  listener: string,
  nodeOptions: string | undefined,
): Readonly<Record<string, string>> {
  const loading = `--require=${quoted(pathOf('../../../../../bin/probe.cjs'))}`
  const kept = nodeOptions?.trim() ?? ''
  return {
    NODE_OPTIONS: kept === '' ? loading : `${kept} ${loading}`,
    [PROBE_VARIABLES.listener]: listener,
    [PROBE_VARIABLES.module]: pathOf(`../inside/main.${fromSource ? 'ts' : 'js'}`),
  }
}

const fromSource = import.meta.url.endsWith('.ts')

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** As `NODE_OPTIONS` wants a value in which there may be spaces. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
