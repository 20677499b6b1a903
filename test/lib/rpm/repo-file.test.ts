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

  it('keeps the line of every key, unknown ones too', () => {
    const [repo] = parseRepoFile('\n[a]\nbaseurl=x\n  y\n\nmetadata_expire=7d\n', 'a.repo');
    expect(repo?.keyPlaces.get('baseurl')).toEqual({ file: 'a.repo', line: 3 });
    expect(repo?.keyPlaces.get('metadata_expire')).toEqual({ file: 'a.repo', line: 6 });
  });

  it('takes what editors and hands leave behind', () => {
    const text =
      '\uFEFF[a] # mine\r\nname = "A: b"\r\nbaseurl = \'http://a/\'\r\nENABLED=True\r\ntype=rpm-md\r\ntype=rpm-md\r\n';
    expect(parseRepoFile(text, 'a.repo')).toMatchObject([
      { id: 'a', name: 'A: b', baseurl: ['http://a/'], enabled: true },
    ]);
  });

  it('takes a list that begins on the next line, with comments and empty lines in it', () => {
    const text = '[a]\nbaseurl=\n  http://a/\n# not this: http://b/\n\n\thttp://c/, http://d/\n';
    expect(parseRepoFile(text, 'a.repo')[0]?.baseurl).toEqual([
      'http://a/',
      'http://c/',
      'http://d/',
    ]);
  });

  it('makes a URL of a path, and adds exclude to excludepkgs', () => {
    const [repo] = parseRepoFile(
      '[a]\nbaseurl=/srv/repo\nexclude=a\nexcludepkgs=b c\nincludepkgs=d*\ncost=7\nmodule_hotfixes=1\nskip_if_unavailable=yes\nsslverify=0\n',
      'a.repo',
    );
    expect(repo).toMatchObject({
      baseurl: ['file:///srv/repo'],
      excludepkgs: ['b', 'c', 'a'],
      includepkgs: ['d*'],
      cost: 7,
      moduleHotfixes: true,
      skipIfUnavailable: true,
      sslverify: false,
      priority: 99,
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
    ['a key without a name', '[a]\n=x', 2],
    ['a section without an end', '[a\nbaseurl=x', 1],
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

  it.each([
    ['${nope:-word}/x', 'word/x'],
    ['${empty:-word}', 'word'],
    ['${releasever:-word}', '42.1'],
    ['${releasever:+word}', 'word'],
    ['${nope:+word}', ''],
    ['${empty:+word}', ''],
    ['${nope:-}', ''],
    ['${nope:-${basearch}-$releasever}', 'x86_64-42.1'],
    ['${basearch:+${nope:-foobar}}', 'foobar'],
    // A word that is not taken may name what is not there.
    ['${basearch:-$nope}', 'x86_64'],
    ['${nope:+$nope}', ''],
    ['$releasever_major/$releasever_minor', '42/1'],
    ['a$', 'a$'],
    ['$-${', '$-${'],
    ['${basearch', '${basearch'],
    ['${a b}', '${a b}'],
    ['a}b', 'a}b'],
  ])('makes of %s what dnf makes of it', (text, expected) => {
    const known = { ...variables, releasever: '42.1', empty: '' };
    expect(substituteVariables(text, known, place)).toBe(expected);
  });

  it('does not look at values again', () => {
    expect(substituteVariables('$a', { a: '$b${c}', b: 'x' }, place)).toBe('$b${c}');
  });

  it('refuses what has no value, also names that every object has', () => {
    for (const text of ['$contentdir', '${toString}', '${nope:-$nope}', '${basearch:-']) {
      expect(() => substituteVariables(text, variables, place)).toThrow(
        expect.objectContaining({ code: 'UNDEFINED_VARIABLE' }),
      );
    }
  });
});
