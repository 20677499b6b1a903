import { describe, expect, it } from 'vitest';
import { PackageIndex, PackageIndexBuilder } from '../../../lib/lock/package-index.ts';
import type { PrimaryPackage } from '../../../lib/rpm/primary.ts';

function primaryPackage(
  name: string,
  version = '1.0',
  more: Partial<PrimaryPackage> = {},
): PrimaryPackage {
  return {
    name,
    epoch: '0',
    version,
    release: '1',
    arch: 'noarch',
    checksum: { type: 'sha256', hex: 'a'.repeat(64) },
    href: `${name}.rpm`,
    sizeBytes: 10,
    installedSizeBytes: 20,
    buildTime: 30,
    sourceRpm: `${name}-1.0-1.src.rpm`,
    headerRange: { start: 40, end: 50 },
    obsoletes: [],
    ...more,
  };
}

function indexOf(packages: readonly PrimaryPackage[]): PackageIndex {
  const builder = new PackageIndexBuilder('test');
  for (const found of packages) builder.add(found);
  return new PackageIndex(builder.toBytes());
}

describe('PackageIndex', () => {
  it('finds every name it has and none that it lacks', () => {
    const names = Array.from({ length: 500 }, (_, index) => `p${(index * 7919) % 10007}`);
    const index = indexOf(names.map((name) => primaryPackage(name)));
    for (const name of names) {
      expect(index.named(name).map((found) => found.name)).toEqual([name]);
      expect(index.named(`${name}x`)).toEqual([]);
      expect(index.named(name.slice(0, 1))).toEqual([]);
    }
    expect([...index.names()].sort()).toEqual([...new Set(names)].sort());
    expect([...index.all()]).toHaveLength(names.length);
  });

  it('tells a name from a longer one', () => {
    const index = indexOf(
      ['foo', 'foo-bar', 'foo.x', 'foobar', 'fo'].map((n) => primaryPackage(n)),
    );
    expect(index.named('foo')).toHaveLength(1);
    expect(index.named('foo-bar')).toHaveLength(1);
  });

  it('gives back all fields', () => {
    const found = primaryPackage('foo', '2.0', {
      epoch: '3',
      href: 'Packages/f o ö.rpm',
      baseUrl: 'https://example.org/x/',
    });
    expect(indexOf([found]).find('foo', '3:2.0-1', 'noarch')).toEqual({
      name: 'foo',
      evr: '3:2.0-1',
      arch: 'noarch',
      sizeBytes: 10,
      buildTime: 30,
      headerStart: 40,
      headerEnd: 50,
      checksum: `sha256:${'a'.repeat(64)}`,
      sourceRpm: 'foo-1.0-1.src.rpm',
      href: 'Packages/f o ö.rpm',
      baseUrl: 'https://example.org/x/',
    });
  });

  it('knows who obsoletes what', () => {
    const index = indexOf([
      primaryPackage('new', '2.0', { obsoletes: ['old < 1:2', 'other'] }),
      primaryPackage('newer', '3.0', { obsoletes: ['old'] }),
    ]);
    expect(index.obsoleters('old')).toEqual([
      { obsoletes: 'old', name: 'newer', evr: '3.0-1', arch: 'noarch' },
      { obsoletes: 'old < 1:2', name: 'new', evr: '2.0-1', arch: 'noarch' },
    ]);
    expect(index.obsoleters('new')).toEqual([]);
  });

  it('is empty without packages', () => {
    const index = indexOf([]);
    expect(index.named('foo')).toEqual([]);
    expect([...index.all(), ...index.names()]).toEqual([]);
  });

  it('leaves out source packages and repetitions', () => {
    const twice = [primaryPackage('foo'), primaryPackage('foo')];
    const index = indexOf([...twice, primaryPackage('foo', '1.0', { arch: 'src' })]);
    expect([...index.all()]).toHaveLength(1);
  });

  it('refuses a version that would break its lines', () => {
    const builder = new PackageIndexBuilder('test');
    expect(() => builder.add(primaryPackage('foo', '1\n2'))).toThrow(
      expect.objectContaining({ code: 'BAD_METADATA' }),
    );
  });
});
