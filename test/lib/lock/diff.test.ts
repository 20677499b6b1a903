import { describe, expect, it } from 'vitest';
import { diffLockfiles } from '../../../lib/lock/diff.ts';
import { formatChanges } from '../../../lib/lock/format-changes.ts';
import type { LockedPackage, Lockfile } from '../../../lib/remix/lockfile.ts';

function lockfile(packages: readonly [string, string, number][], arch = 'x86_64'): Lockfile {
  const locked = packages.map(
    ([name, evr, size]): LockedPackage => ({
      url: `https://example.org/${name}.rpm`,
      repoid: 'test',
      size,
      checksum: `sha256:${name}-${evr}-${size}`,
      name,
      evr,
      sourcerpm: '',
      arch: 'noarch',
      buildtime: 0,
    }),
  );
  return {
    lockfileVersion: 1,
    lockfileVendor: 'redhat',
    arches: [{ arch, packages: locked, source: [], module_metadata: [] }],
    treesmith: { inputHash: '', repositories: [] },
  };
}

const before = lockfile([
  ['bash', '5.1-1', 1000],
  ['gone', '1-1', 10],
  ['kernel', '6.1-1', 100],
  ['kernel', '6.2-1', 100],
  ['older', '1:1-1', 100],
  ['rebuilt', '1-1', 100],
  ['same', '1-1', 100],
]);
const after = lockfile([
  ['bash', '5.2-1', 3048],
  ['come', '1-1', 20],
  ['kernel', '6.2-1', 100],
  ['kernel', '6.3-1', 100],
  ['older', '2-1', 100],
  ['rebuilt', '1-1', 101],
  ['same', '1-1', 100],
]);

describe('diffLockfiles', () => {
  it('tells what came, went, rose and fell', () => {
    const changes = diffLockfiles(before, after);
    expect(changes.map(({ kind, name, oldEvr, newEvr }) => [kind, name, oldEvr, newEvr])).toEqual([
      ['upgraded', 'bash', '5.1-1', '5.2-1'],
      ['added', 'come', undefined, '1-1'],
      ['removed', 'gone', '1-1', undefined],
      ['upgraded', 'kernel', '6.1-1', '6.3-1'],
      ['downgraded', 'older', '1:1-1', '2-1'],
      ['rebuilt', 'rebuilt', '1-1', '1-1'],
    ]);
  });

  it('counts everything as added when there was no lock', () => {
    expect(diffLockfiles(undefined, after).every(({ kind }) => kind === 'added')).toBe(true);
  });

  it('keeps architectures apart', () => {
    const other = lockfile([['bash', '5.1-1', 1000]], 'aarch64');
    const changes = diffLockfiles(other, lockfile([['bash', '5.1-1', 1000]]));
    expect(changes.map(({ basearch, kind }) => [basearch, kind])).toEqual([
      ['aarch64', 'removed'],
      ['x86_64', 'added'],
    ]);
  });
});

describe('formatChanges', () => {
  it('is text with sizes', () => {
    expect(
      formatChanges(diffLockfiles(before, after), 'text'),
    ).toBe(`x86_64: 1 added, 1 removed, 2 upgraded, 1 downgraded, 1 rebuilt (+2.0 KiB)
  added:
    come  1-1  20 B
  removed:
    gone  1-1  -10 B
  upgraded:
    bash    5.1-1 → 5.2-1  3.0 KiB (+2.0 KiB)
    kernel  6.1-1 → 6.3-1  100 B (+0 B)
  downgraded:
    older  1:1-1 → 2-1  100 B (+0 B)
  rebuilt:
    rebuilt  1-1  101 B (+1 B)
`);
  });

  it('is a table in Markdown', () => {
    const text = formatChanges(diffLockfiles(before, after), 'markdown');
    expect(text).toContain('### x86_64\n');
    expect(text).toContain('| upgraded | `bash` | `5.1-1` → `5.2-1` | 3.0 KiB (+2.0 KiB) |\n');
  });

  it('says so when nothing changed', () => {
    expect(formatChanges([], 'text')).toBe('No changes.\n');
  });
});
