import { git } from './git.ts'

/**
 * The address of the repository that a folder is a clone of, as git has it: it may hold a password. That of `origin`, else
 * of the first remote; `undefined` where there is none.
 */
export async function readRemote(cwd: string): Promise<string | undefined> {
  const names = (await git(cwd, ['remote']))?.split('\n').filter((name) => name !== '') ?? []
  const name = names.find((each) => each === 'origin') ?? names[0]
  return name === undefined ? undefined : git(cwd, ['remote', 'get-url', name])
}
