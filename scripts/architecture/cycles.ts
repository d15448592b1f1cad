/** A node → the nodes it leads to. */
export type Graph = ReadonlyMap<string, readonly string[]>

/**
 * Cycles, each with its first node repeated at the end. There is at least one for every graph that has any, though not
 * every cycle is told: a depth-first walk that reports each edge leading back into its own path.
 */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const done = new Set<string>()
  const walk = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node)
    if (start >= 0) found.push([...path.slice(start), node])
    if (start >= 0 || done.has(node)) return
    for (const next of new Set(graph.get(node))) walk(next, [...path, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return found
}
