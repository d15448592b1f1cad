/** Where a commit can be looked at. Only over HTTP: a project's settings may hold anything. */
export function commitUrlOf(
  template: string | null | undefined,
  commit: string,
): string | undefined {
  if (template === null || template === undefined) return undefined
  const url = template.replaceAll('{commit}', () => encodeURIComponent(commit))
  return /^https?:\/\//i.test(url) ? url : undefined
}
