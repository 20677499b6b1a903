import { describe, expect, it } from 'vitest';
import { parseRepoFile } from '../../../lib/rpm/repo-file.ts';
import { substituteVariables } from '../../../lib/rpm/repo-variables.ts';

const place = { file: 'a.repo' };

describe('parseRepoFile', () => {
  it('reads keys, lists over several lines, and comments', () => {
    const [repo] = parseRepoFile(
      [
        '# Fedora',
        '[fedora]',
        'name = Fedora $releasever',
        'baseurl=http://a/$basearch',
        '        http://b/$basearch',
        'gpgkey: file:///etc/key-1, file:///etc/key-2',
        'repo_gpgcheck=yes',
        'priority=10',
        'excludepkgs=foo*,bar baz',
        '; done',
      ].join('\n'),
      'a.repo',
    );
    expect(repo).toMatchObject({
      id: 'fedora',
      place: { file: 'a.repo', line: 2 },
      name: 'Fedora $releasever',
      baseurl: ['http://a/$basearch', 'http://b/$basearch'],
      gpgkey: ['file:///etc/key-1', 'file:///etc/key-2'],
      gpgcheck: true,
      repoGpgcheck: true,
      priority: 10,
      excludepkgs: ['foo*', 'bar', 'baz'],
      enabled: true,
    });
  });

  it('gives every section its own repository and leaves [main] out', () => {
    const text =
      '[main]\ngpgcheck=1\n[a]\nmetalink=https://m/\n[b]\nbaseurl=file:///b\nenabled=0\n';
    expect(parseRepoFile(text, 'x').map(({ id, enabled }) => [id, enabled])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it.each([
    ['a key before any section', 'baseurl=x', 1],
    ['a repository without a source', '[a]\nname=a', 1],
    ['a flag that is none', '[a]\nbaseurl=x\ngpgcheck=maybe', 3],
    ['a priority that is none', '[a]\nbaseurl=x\npriority=high', 3],
    ['a key twice', '[a]\nbaseurl=x\nbaseurl=y', 3],
    ['a section twice', '[a]\nbaseurl=x\n[a]\nbaseurl=y', 3],
    ['a line that says nothing', '[a]\nbaseurl=x\n\nwhat', 4],
    ['an id with a slash', '[../a]\nbaseurl=x', 1],
  ])('refuses %s and says where', (_what, text, line) => {
    expect(() => parseRepoFile(text, 'a.repo')).toThrow(
      expect.objectContaining({ code: 'BAD_REPO_FILE', place: { file: 'a.repo', line } }),
    );
  });
});

describe('substituteVariables', () => {
  const variables = { releasever: '42', basearch: 'x86_64', my_own: 'x' };

  it('replaces both spellings', () => {
    const text = 'http://h/$releasever/${basearch}/$my_own-$basearch';
    expect(substituteVariables(text, variables, place)).toBe('http://h/42/x86_64/x-x86_64');
  });

  it('refuses what has no value, also names that every object has', () => {
    for (const text of ['$contentdir', '${toString}']) {
      expect(() => substituteVariables(text, variables, place)).toThrow(
        expect.objectContaining({ code: 'UNDEFINED_VARIABLE' }),
      );
    }
  });
});
