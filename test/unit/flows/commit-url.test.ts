import { expect, test } from 'vitest'
import { commitUrlOf } from '../../../src/flows/commit-url.ts'

test.each([
  ['https://github.com/team/repo.git', 'https://github.com/team/repo/commit/{commit}'],
  ['https://github.com/team/repo/', 'https://github.com/team/repo/commit/{commit}'],
  ['git@github.com:team/repo.git', 'https://github.com/team/repo/commit/{commit}'],
  ['ssh://git@github.com:22/team/repo.git', 'https://github.com/team/repo/commit/{commit}'],
  ['https://gitlab.com/group/sub/repo.git', 'https://gitlab.com/group/sub/repo/-/commit/{commit}'],
  [
    'git@gitlab.example.org:group/repo.git',
    'https://gitlab.example.org/group/repo/-/commit/{commit}',
  ],
  ['git@bitbucket.org:team/repo.git', 'https://bitbucket.org/team/repo/commits/{commit}'],
  [
    'https://code.example.org/scm/PRJ/repo.git',
    'https://code.example.org/projects/PRJ/repos/repo/commits/{commit}',
  ],
  ['ssh://git@gitea.local:2222/team/repo.git', 'https://gitea.local/team/repo/commit/{commit}'],
  ['http://gitea.local:3000/team/repo.git', 'http://gitea.local:3000/team/repo/commit/{commit}'],
])('commits of %s are at %s', (remote, url) => {
  expect(commitUrlOf(remote)).toBe(url)
})

test.each([
  'https://bob:hunter2@github.com/team/repo.git',
  'https://hunter2@github.com/team/repo.git',
  'ssh://bob:hunter2@github.com/team/repo.git',
  'https://github.com/team/repo.git?token=hunter2#hunter2',
])('%s: the password gets nowhere', (remote) => {
  expect(commitUrlOf(remote)).toBe('https://github.com/team/repo/commit/{commit}')
})

test.each([
  '',
  '/srv/git/repo.git',
  '../repo',
  'C:\\repos\\repo.git',
  'file:///srv/git/repo.git',
  'javascript:alert(1)//{commit}',
  'git@ssh.dev.azure.com:v3/org/project/repo',
  'https://github.com/',
])('%j has no pages', (remote) => {
  expect(commitUrlOf(remote)).toBeNull()
})

test('what a path may hold does no harm', () => {
  expect(commitUrlOf('https://git.example.org/a"><script>/{commit}.git')).toBe(
    'https://git.example.org/a%22%3E%3Cscript%3E/%7Bcommit%7D/commit/{commit}',
  )
})
