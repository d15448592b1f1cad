import { writeFileSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector/promises'
import { findSourceMap } from 'node:module'

/** Takes a CPU profile of some work in this process, and writes it as DevTools and editors read it. */
export async function withCpuProfile<T>(file: string, work: () => Promise<T>): Promise<T> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  try {
    return await work()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(file, JSON.stringify(inSource(profile)))
    session.disconnect()
  }
}

/**
 * The profile with the places of the source. What runs is what the loader made of it: one long line for a file, so that
 * every function would begin in line 1.
 */
function inSource(profile: Profiler.Profile): Profiler.Profile {
  return { ...profile, nodes: profile.nodes.map(nodeInSource) }
}

function nodeInSource(node: Profiler.ProfileNode): Profiler.ProfileNode {
  const { callFrame } = node
  const { url, lineNumber, columnNumber } = callFrame
  if (!url.startsWith('file:')) return node
  const map = findSourceMap(url) ?? findSourceMap(url.replace(/[?#].*$/, ''))
  // Lines and columns count from 0 in a profile, from 1 here.
  const origin = map?.findOrigin(lineNumber + 1, columnNumber + 1)
  if (origin === undefined || !('lineNumber' in origin)) return node
  const { positionTicks: _, ...kept } = node
  const place = { lineNumber: origin.lineNumber - 1, columnNumber: origin.columnNumber - 1 }
  return { ...kept, callFrame: { ...callFrame, ...place } }
}
